import { droitEspace, Espace } from '#contrat/index.ts'
import { Introuvable, RegleViolee } from '#platform/errors.ts'
import { sendFichier } from '#platform/fichiers/envoi.ts'
import { getFichier } from '#platform/fichiers/fichier.store.ts'
import { formatInstant, formatTaille } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { type EtatTache, getTache, listTaches, type Tache } from '#platform/taches/tache.store.ts'
import { BilanErreurs, Radios } from '#ui/champs.tsx'
import { Icone } from '#ui/icone.tsx'
import { FilAriane, Statut, T } from '#ui/pieces.tsx'
import { loadArbre } from '../arbre.store.ts'
import { parcours } from '../arbre.ts'
import { askExport, EXPORTER } from '../commands/ask-export.ts'
import { cancelExport } from '../commands/cancel-export.ts'
import { FORMATS_EXPORT, LIBELLES_FORMATS } from '../exports/formats.ts'
import { listModelesDocument } from '../modele-document.store.ts'

export const routes = createRoutes()
const droitExporter = droitEspace('strategie.exporter')

const ETATS: Record<EtatTache, { etat: 'brouillon' | 'soumise' | 'validee' | 'retard' | 'abandonnee'; mot: string }> = {
  en_file: { etat: 'brouillon', mot: 'En file' },
  en_cours: { etat: 'soumise', mot: 'En composition' },
  faite: { etat: 'validee', mot: 'Prêt' },
  echouee: { etat: 'retard', mot: 'Échec' },
  annulee: { etat: 'abandonnee', mot: 'Arrêté' },
}

async function page(c: C, erreur?: RegleViolee) {
  const contrat = c.get('contrat')
  const agent = requireAgent(c)
  const { arbre, taches, modeles } = await readHttp(c, async (tx) => ({
    modeles: (await listModelesDocument(tx, contrat.id)).filter((modele) => modele.usage === 'contrat'),
    arbre: await loadArbre(tx, contrat.id),
    taches: await listTaches(tx, contrat.id, 40),
  }))
  const miennes = taches.filter((tache) => tache.genre === EXPORTER && tache.demandeurId === agent.personneId)
  const noeuds = parcours(arbre).filter(({ objet }) => objet.type === 'noeud' && objet.code !== '')
  const choisi = c.req.query('code') ?? ''
  return c.html(
    <Espace c={c} titre="Exporter" entree="exporter">
      <FilAriane etapes={[{ libelle: 'Stratégie', href: `/espace/${contrat.adresse}/strategie` }, { libelle: 'Exporter' }]} />
      <div class="pv-titre-page">
        <h1>Exporter le contrat</h1>
        <p class="pv-note">
          Ce que vous exportez en Word, ODT, Excel, Calc ou JSON se réimporte sans perte. Une fiche seule s’exporte depuis sa page.
        </p>
      </div>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <div class="pv-deux">
        <form method="post" class="pv-formulaire">
          <div class="ds-field">
            <label for="code">Quoi</label>
            <select class="ds-input" id="code" name="code">
              <option value="">Le contrat entier</option>
              {noeuds.map(({ objet, profondeur }) => (
                <option
                  value={objet.code}
                  selected={objet.code === choisi}
                >{`${'\u00a0'.repeat(3 * profondeur)}${objet.code} ${objet.intitule}`}</option>
              ))}
            </select>
          </div>
          <Radios
            nom="format"
            legende="Sous quelle forme"
            valeur="pdf"
            options={FORMATS_EXPORT.map((format) => ({
              valeur: format,
              libelle: `${LIBELLES_FORMATS[format].nom} : ${LIBELLES_FORMATS[format].usage}`,
            }))}
          />
          {modeles.length > 0 && (
            <div class="ds-field">
              <label for="modele">Modèle</label>
              <p data-field="description">Un modèle de votre collectivité l’emporte sur la forme choisie.</p>
              <select class="ds-input" id="modele" name="modele">
                <option value="">Aucun : l’apparence du contrat</option>
                {modeles.map((modele) => (
                  <option value={modele.id}>{modele.nom}</option>
                ))}
              </select>
            </div>
          )}
          <div class="pv-actions">
            <button class="ds-button" type="submit">
              Composer le document
            </button>
          </div>
        </form>
        <aside aria-labelledby="h-mes">
          <h2 id="h-mes" class="pv-h2">
            Mes documents
          </h2>
          {miennes.length === 0 ? (
            <p class="pv-note">Les documents que vous demandez paraissent ici, et y restent.</p>
          ) : (
            <Liste c={c} taches={miennes} />
          )}
        </aside>
      </div>
    </Espace>,
    erreur === undefined ? 200 : 422,
  )
}

function Liste({ c, taches }: { c: C; taches: readonly Tache[] }) {
  const base = `/espace/${c.get('contrat').adresse}/exporter`
  return (
    <>
      {taches.some((tache) => tache.etat === 'en_file' || tache.etat === 'en_cours') && (
        <p>
          <a href={base}>Actualiser</a>
        </p>
      )}
      <ul class="pv-lignes">
        {taches.map((tache) => (
          <li>
            {tache.etat === 'faite' && tache.fichierId !== null ? (
              <a href={`${base}/${tache.id}/fichier`}>
                <Icone nom="telecharger" />
                {tache.fichierNom}
              </a>
            ) : (
              <T>{tache.message ?? 'Document'}</T>
            )}
            <p class="pv-note">
              <Statut etat={ETATS[tache.etat].etat}>{ETATS[tache.etat].mot}</Statut> · {formatInstant(tache.creeLe)}
              {tache.etat === 'faite' &&
                typeof tache.resultat === 'object' &&
                tache.resultat !== null &&
                'taille' in tache.resultat &&
                ` · ${formatTaille(Number(tache.resultat.taille))}`}
            </p>
            {(tache.etat === 'en_file' || tache.etat === 'en_cours') && (
              <form method="post" action={`${base}/${tache.id}/arreter`} class="pv-en-ligne">
                <button class="ds-button" data-variant="tertiary" data-size="xs" type="submit">
                  Arrêter
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

routes.get('/espace/:contrat/exporter', droitExporter, (c) => page(c))

routes.post('/espace/:contrat/exporter', droitExporter, async (c) => {
  const saisie = await parseFormulaire(c)
  try {
    await actHttp(c, askExport, { contratId: c.get('contrat').id, format: saisie.format, code: saisie.code, modele: saisie.modele })
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return page(c, erreur)
    throw erreur
  }
  return c.redirect(`/espace/${c.get('contrat').adresse}/exporter`, 303)
})

routes.post('/espace/:contrat/exporter/:tache/arreter', droitExporter, async (c) => {
  await actHttp(c, cancelExport, { contratId: c.get('contrat').id, tacheId: c.req.param('tache') })
  return c.redirect(`/espace/${c.get('contrat').adresse}/exporter`, 303)
})

routes.get('/espace/:contrat/exporter/:tache/fichier', droitExporter, async (c) => {
  const { tache, fichier } = await readHttp(c, async (tx) => {
    const tache = await getTache(tx, c.req.param('tache') ?? '')
    const mienne = tache.genre === EXPORTER && tache.contratId === c.get('contrat').id && tache.demandeurId === requireAgent(c).personneId
    if (!mienne || tache.fichierId === null) throw new Introuvable('Ce document n’existe pas, ou n’est pas le vôtre.')
    return { tache, fichier: await getFichier(tx, tache.fichierId) }
  })
  return sendFichier(c, { ...fichier, nom: tache.fichierNom ?? 'contrat' })
})
