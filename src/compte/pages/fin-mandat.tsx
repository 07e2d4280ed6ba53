import type { RegleViolee } from '#platform/errors.ts'
import { BilanErreurs, ChampTexte } from '#ui/champs.tsx'
import { Message } from '#ui/pieces.tsx'
import { LIBELLES_ROLES } from '../agent.ts'
import type { MandatComplet } from '../mandat.ts'

/** Asks before a mandate ends: who loses what, when. */
export function FormulaireFin(props: {
  action: string
  retour: string
  mandat: MandatComplet
  /** Suppléances that fall with it. */
  tombent?: readonly MandatComplet[]
  dernierJour: string
  erreur: RegleViolee | undefined
}) {
  const { mandat, erreur } = props
  return (
    <>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <p class="pv-chapeau">
        {mandat.personne} ne pourra plus agir comme « {LIBELLES_ROLES[mandat.role]} » pour {mandat.organisation}. Ce qui a été fait sous ce
        mandat est gardé. Vous pourrez le redonner.
      </p>
      {(props.tombent ?? []).map((autre) => (
        <Message ton="warning">La suppléance tenue par {autre.personne} tombera avec ce mandat.</Message>
      ))}
      <form method="post" action={props.action} class="pv-formulaire pv-haut-1" novalidate>
        <ChampTexte
          nom="dernierJour"
          libelle="Dernier jour du mandat"
          type="date"
          aide="Laissez vide pour y mettre fin tout de suite."
          valeur={props.dernierJour}
          erreurs={erreur?.champs}
        />
        <div class="pv-actions">
          <button class="ds-button" data-color="danger" type="submit">
            Mettre fin au mandat
          </button>
          <a class="ds-button" data-variant="tertiary" href={props.retour}>
            Ne rien changer
          </a>
        </div>
      </form>
    </>
  )
}
