import { listColonnes } from '#platform/donnees-personnelles/colonne.store.ts'
import { findDefauts } from '#platform/donnees-personnelles/declaration.ts'
import { filled, listTraitements, registreOf } from '#platform/donnees-personnelles/traitement.ts'
import { Introuvable } from '#platform/errors.ts'
import { contentDisposition } from '#platform/fichiers/envoi.ts'
import { accorde } from '#platform/formats.ts'
import { type C, readHttp } from '#platform/http/env.ts'
import type { Routes } from '#platform/http/routes.ts'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message } from '#ui/pieces.tsx'
import '../traitements.ts'
import { RUBRIQUES, sayEffacement, TRANSFERTS } from '../registre.ts'
import { formatsRegistre, isFormatRegistre, writeRegistre } from '../registre-fichiers.ts'
import { listValeursCitees } from '../valeurs-citees.store.ts'
import { droitAdministration } from './droit-administration.ts'

/** The register of processings, read from the database as it is, and its exports. */
export function addRoutesRegistre(routes: Routes): void {
  routes.get('/administration/registre', droitAdministration, showRegistre)
  routes.get('/administration/registre/export/:format', droitAdministration, async (c) => {
    const format = c.req.param('format') ?? ''
    if (!isFormatRegistre(format)) throw new Introuvable('Le registre s’exporte en CSV, en ODS ou en Excel.')
    const { registre, valeurs } = await loadRegistre(c)
    const { nom, type, contenu } = await writeRegistre(format, registre, valeurs, c.get('now'))
    return c.body(new Uint8Array(contenu), 200, {
      'content-type': type,
      'content-disposition': contentDisposition(nom),
      'x-content-type-options': 'nosniff',
    })
  })
}

async function loadRegistre(c: C) {
  const { colonnes, valeurs } = await readHttp(c, async (tx) => ({
    colonnes: await listColonnes(tx),
    valeurs: await listValeursCitees(tx),
  }))
  return { registre: registreOf(colonnes, listTraitements()), defauts: findDefauts(colonnes), valeurs }
}

async function showRegistre(c: C): Promise<Response> {
  const { registre, defauts, valeurs } = await loadRegistre(c)
  const donnees = registre.lignes.reduce((total, { colonnes }) => total + colonnes.length, 0)
  return c.html(
    <PageSimple titre="Registre des traitements" demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: 'Administration', href: '/administration' }, { libelle: 'Registre des traitements' }]} />
      <h1>Registre des traitements</h1>
      <p class="pv-chapeau">
        {accorde(registre.lignes.length, 'traitement')}, {accorde(donnees, 'donnée déclarée', 'données déclarées')} par la base elle-même
        (RGPD, article 30). Les durées sont celles de vos <a href="/administration/reglages#s-durees-de-conservation">réglages</a>.
      </p>
      {defauts.length > 0 && (
        <Message ton="danger">
          {accorde(defauts.length, 'colonne ne dit pas', 'colonnes ne disent pas')} si elle tient des données personnelles :{' '}
          {defauts.join(' ; ')}
        </Message>
      )}
      <ul class="pv-lignes pv-haut-1">
        {formatsRegistre.map(({ format, libelle }) => (
          <li>
            <a href={`/administration/registre/export/${format}`}>{libelle}</a>
          </li>
        ))}
      </ul>
      {registre.lignes.map(({ traitement, colonnes }) => (
        <section class="pv-section" aria-labelledby={`t-${traitement.code}`}>
          <h2 id={`t-${traitement.code}`}>{traitement.nom}</h2>
          <dl class="pv-notice">
            {RUBRIQUES.map(({ titre, lire }) => (
              <div>
                <dt>{titre}</dt>
                <dd>{filled(lire(traitement), valeurs)}</dd>
              </div>
            ))}
            <div>
              <dt>Transferts</dt>
              <dd>{TRANSFERTS}</dd>
            </div>
          </dl>
          <details class="ds-details">
            <summary>{accorde(colonnes.length, 'donnée')}, une par une</summary>
            <section class="pv-defile" aria-label={`Données : ${traitement.nom}`} tabindex={0}>
              <table class="ds-table">
                <caption class="pv-cache">{traitement.nom}</caption>
                <thead>
                  <tr>
                    <th scope="col">Donnée</th>
                    <th scope="col">Finalité</th>
                    <th scope="col">Conservation</th>
                    <th scope="col">À l’effacement</th>
                  </tr>
                </thead>
                <tbody>
                  {colonnes.map((colonne) => (
                    <tr>
                      <th scope="row">
                        <code>
                          {colonne.tableau}.<wbr />
                          {colonne.nom}
                        </code>
                      </th>
                      <td>{colonne.declaration.finalite}</td>
                      <td>{filled(colonne.declaration.conservation, valeurs)}</td>
                      <td>{sayEffacement(colonne)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          </details>
        </section>
      ))}
    </PageSimple>,
  )
}
