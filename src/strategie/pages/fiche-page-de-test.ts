/** For tests of the pages of a fiche: a full one, in a contract of its own. */
import type { BaseDeTest } from '#platform/db/base-de-test.ts'
import { createId } from '#platform/identifiants.ts'
import { createArbreDeTest, fait } from '../arbre-de-test.ts'
import { saveFiche } from '../commands/save-fiche.ts'
import { getFiche } from '../fiche.store.ts'
import type { ContenuFiche } from '../fiche.ts'
import { copiedContenu } from '../fiche-contenu.ts'
import { buildContenu, ligne } from '../fiche-de-test.ts'

const effets = [ligne('Les habitants s’approprient les lieux'), ligne('Les travaux durent')]
export const plein = buildContenu({
  enjeu: 'Bien vivre ici, et **décider ensemble**.',
  contexte: [ligne('Un quartier <em>rénové</em> & vivant')],
  objectifs: [ligne('Garder les démarches engagées')],
  effets,
  indicateursEffets: [{ ...ligne('Dégradations constatées'), effetId: effets[0]?.id ?? null }],
  financements: [
    { ...ligne('État, programme 147'), nature: 'specifique', organisations: ['État'], montantCents: 52_000_00 },
    { ...ligne('Abattement'), nature: 'tfpb', organisations: ['Bailleur'], montantCents: 48_000_00 },
  ],
  calendrier: {
    texte: 'Au fil de l’eau',
    precision: null,
    phases: [
      { ...ligne('Bilan'), debut: '2026-01', fin: '2026-06', precision: 'mois' },
      { ...ligne('Diagnostic'), debut: '2026-04', fin: '2026-12', precision: 'mois' },
    ],
  },
  liens: [{ ...ligne('Associer les habitants'), code: '2.1.4', ficheId: null }],
  aClasser: [ligne('Une ligne orpheline')],
})

/** A small contract of its own, with this content in its fiche 2.1.5. */
export async function createFicheDeTest(base: BaseDeTest, contenu: ContenuFiche | null = plein) {
  const adresse = `fiches-${createId().slice(-12)}`
  const cree = await base.libre.transaction().execute(async (tx) => {
    const arbre = await createArbreDeTest(tx, adresse)
    const visee = { contratId: arbre.contratId, ficheId: arbre.ids.f5 ?? '', version: 1 }
    if (contenu !== null) await fait(tx, arbre.agent, saveFiche, { ...visee, contenu: copiedContenu(contenu, createId) })
    return arbre
  })
  const id = (nom: string) => cree.ids[nom] ?? ''
  const lue = () => getFiche(base.libre, cree.contratId, id('f5'))
  return { ...cree, id, lue, chemin: `/espace/${adresse}/fiches`, ici: `/espace/${adresse}/fiches/${id('f5')}` }
}
