import { formatNombre } from '#platform/formats.ts'
import type { FormeCarte } from '../carte/carte.ts'
import { Carte } from '../carte/vue-carte.tsx'
import type { Import } from '../import/forme.ts'
import type { Apercu } from '../import-entite.store.ts'

/** A thumbnail of the file: is it where it should be, and where are the defects? */
export function CarteImport({ un, apercu, limite }: { un: Import; apercu: readonly Apercu[]; limite: number }) {
  const formeOf = ({ rang, code, nom, geometrie }: Apercu): FormeCarte => ({
    id: `e${rang}`,
    nom: nom ?? code ?? `Entité ${rang}`,
    ...(code === null ? {} : { code }),
    geometrie,
  })
  const fautives = apercu.filter(({ defauts }) => defauts > 0)
  const saines = apercu.filter(({ defauts }) => defauts === 0)
  const total = un.lecture?.entites ?? apercu.length
  return (
    <section class="pv-section">
      <h2>Sur la carte</h2>
      <Carte
        demande={{
          titre: `Contours de ${un.nom}`,
          description: `Aperçu des contours lus dans le fichier, réparations proposées comprises. ${fautives.length === 0 ? 'Aucun n’a de défaut à réparer.' : `Ceux qui ont un défaut à réparer sont marqués.`}`,
          calques: [
            { id: 'sains', libelle: 'sans défaut à réparer', style: 'quartier' as const, formes: saines.map(formeOf) },
            { id: 'fautifs', libelle: 'avec un défaut à réparer', style: 'defaut' as const, formes: fautives.map(formeOf) },
          ].filter(({ formes }) => formes.length > 0),
          source: un.reglages.source ?? un.nom,
        }}
      >
        {total > limite && `Les ${limite} premiers sur ${formatNombre(total)}, ceux qui ont un défaut d’abord.`}
      </Carte>
    </section>
  )
}
