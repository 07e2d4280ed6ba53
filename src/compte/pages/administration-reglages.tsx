import type { RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { champReglage, getReglages, listReglagesDeclares, type Reglage, writeReglage } from '#platform/reglages.ts'
import { BilanErreurs, ChampChoix, ChampLong, ChampTexte, idChamp } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message } from '#ui/pieces.tsx'
import { changeReglages } from '../commands/change-reglages.ts'
import { droitAdministration } from './droit-administration.ts'

/** Every declared setting of the instance, section by section: each section is its own form. */
export function addRoutesReglages(routes: Routes): void {
  routes.get('/administration/reglages', droitAdministration, (c) => showReglages(c, {}))
  routes.post('/administration/reglages', droitAdministration, async (c) => {
    const saisie = await parseFormulaire(c)
    const { section, ...valeurs } = saisie
    return orShow(
      async () => {
        const { changes } = await actHttp(c, changeReglages, { section, valeurs })
        return c.redirect(`/administration/reglages?fait=${changes > 0 ? 'change' : 'rien'}#${ancre(typed(saisie, 'section'))}`, 303)
      },
      (erreur) => showReglages(c, saisie, erreur),
    )
  })
}

const MESSAGES: Record<string, string> = {
  change: 'Les réglages sont changés : ils valent tout de suite.',
  rien: 'Rien n’a changé.',
}

async function showReglages(c: C, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  const reglages = listReglagesDeclares()
  const valeurs = await readHttp(c, (tx) => getReglages(tx, reglages))
  const sections = new Map(
    [...Map.groupBy(reglages, (reglage) => reglage.section)].sort(([a], [b]) => rang(a) - rang(b) || a.localeCompare(b, 'fr')),
  )
  const fait = MESSAGES[c.req.query('fait') ?? '']
  const manques = reglages.flatMap((reglage) => {
    const phrase = reglage.manque?.(valeurs.valeurOf(reglage)) ?? null
    return phrase === null ? [] : [{ cle: reglage.cle, phrase }]
  })
  return c.html(
    <PageSimple titre="Réglages" demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: 'Administration', href: '/administration' }, { libelle: 'Réglages' }]} />
      <h1>Réglages de l’instance</h1>
      {fait !== undefined && erreur === undefined && <Message ton="success">{fait}</Message>}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {manques.length > 0 && erreur === undefined && (
        <Message ton="warning">
          <p>
            <strong>{accorde(manques.length, 'réglage reste à compléter', 'réglages restent à compléter')}</strong> : en attendant, les
            pages publiques disent « à compléter ».
          </p>
          <ul>
            {manques.map(({ cle, phrase }) => (
              <li>
                <a href={`#${idChamp(champReglage(cle))}`}>{phrase}</a>
              </li>
            ))}
          </ul>
        </Message>
      )}
      <nav aria-label="Sections">
        <ul class="pv-sections">
          {[...sections.keys()].map((section) => (
            <li>
              <a href={`#${ancre(section)}`}>{section}</a>
            </li>
          ))}
        </ul>
      </nav>
      {[...sections].map(([section, siens]) => (
        <section class="pv-section" id={ancre(section)} aria-labelledby={`${ancre(section)}-titre`}>
          <h2 id={`${ancre(section)}-titre`}>{section}</h2>
          <form method="post" action="/administration/reglages" class="pv-formulaire" novalidate>
            <input type="hidden" name="section" value={section} />
            {siens.map((reglage) => (
              <Champ
                reglage={reglage}
                valeur={
                  erreur !== undefined && saisie.section === section
                    ? typed(saisie, champReglage(reglage.cle))
                    : writeReglage(valeurs.valeurOf(reglage))
                }
                erreur={erreur}
              />
            ))}
            <div class="pv-actions">
              <button class="ds-button" type="submit" aria-label={`Enregistrer : ${section}`}>
                Enregistrer
              </button>
            </div>
          </form>
        </section>
      ))}
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}

function Champ({ reglage, valeur, erreur }: { reglage: Reglage<unknown>; valeur: string; erreur: RegleViolee | undefined }) {
  const { saisie, facultatif, unite, defaut, options, choix } = reglage
  const parDefaut = saisie === 'nombre' || saisie === 'choix' ? `Par défaut : ${sayDefaut(reglage)}.` : undefined
  const commun = {
    nom: champReglage(reglage.cle),
    libelle: unite === undefined ? reglage.libelle : `${reglage.libelle} (${unite})`,
    aide: [reglage.aide, parDefaut].filter((phrase) => phrase !== undefined).join(' ') || undefined,
    erreurs: erreur?.champs,
    requis: !facultatif && saisie !== 'oui_non' && defaut !== '',
    valeur,
  }
  if (saisie === 'texte') return <ChampLong {...commun} lignes={3} />
  if (saisie === 'oui_non') {
    const options = [
      { valeur: 'oui', libelle: 'oui' },
      { valeur: 'non', libelle: 'non' },
    ]
    return <ChampChoix {...commun} requis options={options} />
  }
  if (saisie === 'choix') {
    return <ChampChoix {...commun} options={options.map((option) => ({ valeur: option, libelle: choix?.[option] ?? option }))} />
  }
  return <ChampTexte {...commun} {...(saisie === 'nombre' ? { inputmode: 'numeric' as const } : {})} autocomplete="off" />
}

function sayDefaut({ defaut, choix, unite }: Reglage<unknown>): string {
  const texte = writeReglage(defaut)
  return unite === undefined ? (choix?.[texte] ?? texte) : `${texte}\u00a0${unite}`
}

/** What the law asks for comes first. */
const PREMIERES: readonly string[] = ['Qui publie', 'Données personnelles', 'Accessibilité']

function rang(section: string): number {
  const place = PREMIERES.indexOf(section)
  return place === -1 ? PREMIERES.length : place
}

function ancre(section: string): string {
  return `s-${section
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')}`
}
