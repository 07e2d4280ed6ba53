import { RegleViolee } from '#platform/errors.ts'
import { formatInstant } from '#platform/formats.ts'
import { actHttp, type C } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { Paves, Statut } from '#ui/pieces.tsx'
import { archiveContrat } from '../commands/archive-contrat.ts'
import { changeStatut } from '../commands/change-statut.ts'
import { restoreContrat } from '../commands/restore-contrat.ts'
import { type ContratComplet, LIBELLES_STATUTS, type StatutContrat } from '../contrat.ts'
import { type Passage, PROROGEABLES, passagesDe } from '../statut.ts'
import { VersionPerimee } from '../verrou.ts'
import { droitModifier } from './page-liste.tsx'

/** The life of the contract: its status, the passages open, prorogation, archiving. */
export const routesStatut = createRoutes()

const ETAPES: readonly StatutContrat[] = ['preparation', 'concertation', 'redaction', 'validation', 'signe', 'en_vigueur', 'echu']

/** The stone that shows a status: empty while it is prepared, half when it waits for signatures, full when it binds. */
function etatVisuel(statut: StatutContrat): 'brouillon' | 'soumise' | 'validee' | 'abandonnee' {
  if (statut === 'archive' || statut === 'echu') return 'abandonnee'
  if (statut === 'validation' || statut === 'signe') return 'soumise'
  return statut === 'en_vigueur' || statut === 'proroge' ? 'validee' : 'brouillon'
}

export const EtatDuContrat = { Resume, Suite }

function Resume({ contrat }: { contrat: ContratComplet }) {
  const rang = ETAPES.indexOf(contrat.statut === 'proroge' ? 'en_vigueur' : contrat.statut)
  return (
    <>
      <Statut etat={etatVisuel(contrat.statut)}>{LIBELLES_STATUTS[contrat.statut]}</Statut>
      {rang !== -1 && (
        <span>
          <Paves pleins={rang + 1} total={ETAPES.length} libelle={`Étape ${rang + 1} sur ${ETAPES.length}`} /> étape {rang + 1} sur{' '}
          {ETAPES.length}
        </span>
      )}
    </>
  )
}

function Suite({ contrat, jour, base, peutModifier }: { contrat: ContratComplet; jour: string; base: string; peutModifier: boolean }) {
  if (contrat.archiveLe !== null) return <Restaurer contrat={contrat} base={base} peutModifier={peutModifier} />
  const passages = passagesDe(contrat, jour)
  if (!peutModifier) return <p class="pv-note">La cheffe ou le chef de projet fait avancer le contrat.</p>
  return (
    <>
      <h2>La suite</h2>
      {passages.length === 0 && <p class="pv-note">Ce contrat est arrivé à sa fin. Tout y reste lisible.</p>}
      <ul class="pv-passages">
        {passages.map((passage, rang) => (
          <li>
            <Choix passage={passage} rang={rang} version={contrat.version} base={base} />
          </li>
        ))}
      </ul>
      {PROROGEABLES.includes(contrat.statut) && contrat.fin !== null && (
        <p>
          <a href={`${base}/proroger`}>Proroger ce contrat</a>
        </p>
      )}
      <details class="ds-details">
        <summary>Archiver ce contrat</summary>
        <form method="post" action={`${base}/archiver`}>
          <p>Il quitte les listes et la page publique. Rien n’est détruit : il se restaure quand vous voulez.</p>
          <input type="hidden" name="version" value={String(contrat.version)} />
          <button class="ds-button" data-variant="secondary" data-size="xs" type="submit">
            Archiver
          </button>
        </form>
      </details>
    </>
  )
}

function Choix({ passage, rang, version, base }: { passage: Passage; rang: number; version: number; base: string }) {
  if (passage.obstacles.length > 0) {
    return (
      <>
        <strong>{passage.libelle}</strong>
        <p class="pv-note">Pas encore : {passage.obstacles.join(' ')}</p>
      </>
    )
  }
  return (
    <form method="post" action={`${base}/statut`}>
      <p class="pv-note">{passage.effet}</p>
      <input type="hidden" name="version" value={String(version)} />
      <input type="hidden" name="vers" value={passage.vers} />
      {passage.reserves.length > 0 && (
        <>
          {passage.reserves.map((reserve) => (
            <p class="pv-ecart">{reserve}</p>
          ))}
          <div class="ds-field">
            <input class="ds-input" type="checkbox" id={`confirme-${passage.vers}`} name="confirme" value="oui" required />
            <label for={`confirme-${passage.vers}`}>Je le sais, je continue</label>
          </div>
        </>
      )}
      <button class="ds-button" data-variant={rang === 0 ? 'primary' : 'secondary'} data-size="xs" type="submit">
        {passage.libelle}
      </button>
    </form>
  )
}

function Restaurer({ contrat, base, peutModifier }: { contrat: ContratComplet; base: string; peutModifier: boolean }) {
  return (
    <>
      <h2>Contrat archivé</h2>
      <p class="pv-note">
        {contrat.archiveLe !== null && `Depuis le ${formatInstant(contrat.archiveLe)}. `}Il se lit, il ne se modifie plus, il n’est plus en
        ligne.
      </p>
      {peutModifier && (
        <form method="post" action={`${base}/restaurer`}>
          <input type="hidden" name="version" value={String(contrat.version)} />
          <button class="ds-button" data-size="xs" type="submit">
            Restaurer ce contrat
          </button>
        </form>
      )}
    </>
  )
}

/** A stale version here means that someone has moved the contract meanwhile: the page is shown again as it is now. */
async function puis(c: C, fait: string, faire: (saisi: Record<string, unknown>) => Promise<unknown>): Promise<Response> {
  const { id, adresse } = c.get('contrat')
  const saisi = await parseFormulaire(c)
  try {
    await faire({ ...saisi, contratId: id })
  } catch (erreur) {
    if (erreur instanceof VersionPerimee) {
      throw new RegleViolee('Le contrat a changé entre-temps. Revenez à sa page, relisez-la, puis recommencez : rien n’a été fait.')
    }
    throw erreur
  }
  return c.redirect(`/espace/${adresse}/contrat?fait=${fait}`, 303)
}

routesStatut.post('/espace/:contrat/contrat/statut', droitModifier, (c) => puis(c, 'statut', (saisi) => actHttp(c, changeStatut, saisi)))
routesStatut.post('/espace/:contrat/contrat/archiver', droitModifier, (c) =>
  puis(c, 'archive', (saisi) => actHttp(c, archiveContrat, saisi)),
)
routesStatut.post('/espace/:contrat/contrat/restaurer', droitModifier, (c) =>
  puis(c, 'restaure', (saisi) => actHttp(c, restoreContrat, saisi)),
)
