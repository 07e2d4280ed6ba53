/** What becomes of a fiche: submitted, validated, sent back, given up, reopened, copied, put away, restored. */
import type { Agent } from '#compte/index.ts'
import { Espace } from '#contrat/index.ts'
import type { Commande } from '#platform/acte.ts'
import { Interdit, RegleViolee } from '#platform/errors.ts'
import { actHttp, type C } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes, type Droit } from '#platform/http/routes.ts'
import { BilanErreurs, ChampLong } from '#ui/champs.tsx'
import { texteDe } from '#ui/gestes-lignes.ts'
import { Code, T } from '#ui/pieces.tsx'
import { abandonFiche } from '../commands/abandon-fiche.ts'
import { archiveFiche } from '../commands/archive-fiche.ts'
import { duplicateFiche } from '../commands/duplicate-fiche.ts'
import { rejectFiche } from '../commands/reject-fiche.ts'
import { reopenFiche } from '../commands/reopen-fiche.ts'
import { restoreFiche } from '../commands/restore-fiche.ts'
import { submitFiche } from '../commands/submit-fiche.ts'
import { validateFiche } from '../commands/validate-fiche.ts'
import { canAbandonFiche, canArchiveFiche, canValidateFiche, type FicheVisee } from '../droits.ts'
import type { Fiche } from '../fiche.ts'
import { PageDeFiche } from './fiche.tsx'
import { droitCreer, droitFiche, droitTenir, droitValider, ficheIdDe, readVueFiche, type VueFiche } from './fiche-acces.ts'
import { FilFiche } from './fiche-tete.tsx'

export const routes = createRoutes()

/** An act by one button: done, the fiche says so; refused, it says why. */
function addActe<E>(chemin: string, fait: string, droit: Droit, commande: Commande<E, Fiche>): void {
  routes.post(`/espace/:contrat/fiches/:fiche/${chemin}`, droit, async (c) => {
    const saisi = await parseFormulaire(c)
    const contrat = c.get('contrat')
    try {
      const fiche = await actHttp(c, commande, { contratId: contrat.id, ficheId: ficheIdDe(c), version: saisi.version })
      return c.redirect(`/espace/${contrat.adresse}/fiches/${fiche.id}?fait=${fait}`, 303)
    } catch (erreur) {
      if (!(erreur instanceof RegleViolee)) throw erreur
      return c.html(<PageDeFiche c={c} vue={await readVueFiche(c)} refus={null} erreur={erreur} />, 422)
    }
  })
}

addActe('soumettre', 'soumise', droitFiche, submitFiche)
addActe('valider', 'validee', droitValider, validateFiche)
addActe('rouvrir', 'rouverte', droitTenir, reopenFiche)
addActe('dupliquer', 'dupliquee', droitCreer, duplicateFiche)
addActe('restaurer', 'restauree', droitTenir, restoreFiche)

/** An act that asks first. */
type Question = {
  chemin: string
  fait: string
  titre: string
  texte: string
  bouton: string
  /** A reason to give. */
  motif: { libelle: string; aide: string } | null
  droit: Droit
  peut: (agent: Agent | null, fiche: FicheVisee) => boolean
  commande: (c: C, entree: Record<string, unknown>) => Promise<Fiche>
}

const QUESTIONS: readonly Question[] = [
  {
    chemin: 'renvoyer',
    fait: 'renvoyee',
    titre: 'Renvoyer en brouillon',
    texte: 'La fiche revient à ses auteurs, qui la corrigent et la soumettent à nouveau. Votre motif est écrit en marge.',
    bouton: 'Renvoyer la fiche',
    motif: { libelle: 'Ce qui est à revoir', aide: 'Dites quoi changer, et dans quel champ.' },
    droit: droitValider,
    peut: canValidateFiche,
    commande: (c, entree) => actHttp(c, rejectFiche, entree),
  },
  {
    chemin: 'abandonner',
    fait: 'abandonnee',
    titre: 'Abandonner l’action',
    texte:
      'La fiche dit que l’action ne se fera pas. Elle garde son code, son texte et ses versions, reste lisible, et peut être rouverte.',
    bouton: 'Abandonner l’action',
    motif: null,
    droit: droitTenir,
    peut: canAbandonFiche,
    commande: (c, entree) => actHttp(c, abandonFiche, entree),
  },
  {
    chemin: 'archiver',
    fait: 'archivee',
    titre: 'Archiver la fiche',
    texte: 'La fiche quitte l’arbre du contrat et libère son numéro. Rien n’est effacé\u00a0: vous pouvez la restaurer à tout moment.',
    bouton: 'Archiver la fiche',
    motif: null,
    droit: droitTenir,
    peut: canArchiveFiche,
    commande: (c, entree) => actHttp(c, archiveFiche, entree),
  },
]

for (const question of QUESTIONS) {
  const chemin = `/espace/:contrat/fiches/:fiche/${question.chemin}`
  routes.get(chemin, question.droit, async (c) => {
    const vue = await readVueFiche(c)
    if (!question.peut(c.get('agent'), vue.fiche))
      throw new Interdit('Votre mandat ne permet pas cela sur cette fiche, dans son état actuel.')
    return c.html(<PageQuestion c={c} vue={vue} question={question} motif="" erreur={null} version={vue.fiche.version} />)
  })
  routes.post(chemin, question.droit, async (c) => {
    const saisi = await parseFormulaire(c)
    const contrat = c.get('contrat')
    try {
      const fiche = await question.commande(c, { contratId: contrat.id, ficheId: ficheIdDe(c), version: saisi.version, motif: saisi.motif })
      return c.redirect(`/espace/${contrat.adresse}/fiches/${fiche.id}?fait=${question.fait}`, 303)
    } catch (erreur) {
      if (!(erreur instanceof RegleViolee)) throw erreur
      const vue = await readVueFiche(c)
      return c.html(
        <PageQuestion c={c} vue={vue} question={question} motif={texteDe(saisi, 'motif')} erreur={erreur} version={vue.fiche.version} />,
        422,
      )
    }
  })
}

function PageQuestion(props: { c: C; vue: VueFiche; question: Question; motif: string; erreur: RegleViolee | null; version: number }) {
  const { vue, question, erreur } = props
  return (
    <Espace c={props.c} titre={`${question.titre} · fiche ${vue.fiche.code}`} entree="strategie">
      <FilFiche vue={vue} ici={question.titre} />
      <div class="pv-titre-page">
        <h1>{question.titre}</h1>
        <p class="pv-note">
          <Code code={vue.fiche.code} /> <T>{vue.fiche.intitule}</T>
        </p>
      </div>
      <form class="pv-formulaire pv-haut-1" method="post" action={`${vue.adresse}/${question.chemin}`}>
        {erreur !== null && <BilanErreurs message={erreur.message} erreurs={erreur.champs} />}
        <p>{question.texte}</p>
        <input type="hidden" name="version" value={props.version} />
        {question.motif !== null && (
          <ChampLong
            nom="motif"
            libelle={question.motif.libelle}
            aide={question.motif.aide}
            requis
            valeur={props.motif}
            erreurs={erreur?.champs}
          />
        )}
        <div class="pv-boutons">
          <button class="ds-button" type="submit">
            {question.bouton}
          </button>
          <a class="ds-button" data-variant="tertiary" href={vue.adresse}>
            Ne rien changer
          </a>
        </div>
      </form>
    </Espace>
  )
}
