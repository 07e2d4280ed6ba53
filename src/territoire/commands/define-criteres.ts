import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan, RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { createId } from '#platform/identifiants.ts'
import { listCriteres, listValeurs, saveCriteres, saveValeurs } from '../critere.store.ts'
import { canEditTerritoire } from '../droits.ts'
import { canEditLieu, canEditUnLieu, REFUS_GEOGRAPHIE, REFUS_LIEU } from '../droits-geographie.ts'
import { identifiant, ligneFacultative } from '../generation-formes.ts'
import { cleLieu, decimalFacultatif, decisionSaisie, entier, entierFacultatif, plainDecimal } from '../geographie-formes.ts'
import { raiseGeographieLocale, saveReglageCriteres } from '../geographie-locale.store.ts'
import { getLieu, keepDecision } from '../lieu.store.ts'
import type { Critere } from '../score.ts'

const CRITERES_MAX = 40
const VALEURS_MAX = 5000

/** Defines the criteria of a contract, their weights and sources, as a whole list, with the decision that adopts them. */
export const defineCriteres = command(
  'territoire.definir_criteres',
  z.object({
    contratId: identifiant,
    version: entier(0, 1_000_000, 'Rechargez la page.'),
    sensibilitePm: entier(1, 1000, 'La variation des poids est un nombre entier de 1 à 1 000 pour mille.'),
    criteres: z
      .array(
        z
          .object({
            id: z.union([identifiant, z.literal('').transform(() => undefined)]).optional(),
            libelle: ligneFacultative(200),
            unite: ligneFacultative(40),
            sens: z.enum(['haut', 'bas'], 'Dites dans quel sens le chiffre marque un besoin.'),
            poids: entier(0, 10_000, 'Un poids est un nombre entier de points, de 0 à 10 000.'),
            normalisation: z.enum(['rang', 'min_max', 'seuil'], 'Choisissez comment le chiffre devient une note.'),
            seuil: decimalFacultatif,
            source: ligneFacultative(200),
            millesime: entierFacultatif(1900, 2200, 'Écrivez une année, par exemple 2024.'),
          })
          .refine((c) => c.libelle === null || c.normalisation !== 'seuil' || c.seuil !== null, {
            path: ['seuil'],
            message: 'Donnez le seuil.',
          }),
      )
      .max(CRITERES_MAX, `${CRITERES_MAX} critères au plus.`),
    decision: decisionSaisie,
  }),
  async ({ tx, agent, now }, { contratId, version, sensibilitePm, criteres: saisis, decision }) => {
    assertCan(canEditTerritoire(agent, contratId), REFUS_GEOGRAPHIE)
    const avant = await listCriteres(tx, contratId)
    const criteres = saisis.flatMap(({ libelle, id, seuil, ...ligne }): Critere[] => {
      if (libelle === null) return []
      const connu = avant.find((critere) => critere.id === id)
      return [{ ...ligne, libelle, id: connu?.id ?? createId(now.getTime()), seuil: ligne.normalisation === 'seuil' ? seuil : null }]
    })
    assertNoms(criteres)
    const nouvelle = await raiseGeographieLocale(tx, contratId, version)
    await saveCriteres(tx, contratId, criteres)
    await saveReglageCriteres(tx, contratId, { sensibilitePm, decisionId: await keepDecision(tx, contratId, decision, now) }, now)
    return {
      valeur: { version: nouvelle },
      trace: {
        contratId,
        objet: { type: 'criteres', id: contratId },
        libelle: 'Critères de la géographie locale modifiés',
        avant: { criteres: avant.map(kept) },
        apres: { criteres: criteres.map(kept), sensibilitePm, decision: decision?.libelle ?? null },
      },
    }
  },
)

function assertNoms(criteres: readonly Critere[]): void {
  const noms = new Set<string>()
  criteres.forEach(({ libelle }, rang) => {
    const message = `Deux critères s’appellent « ${libelle} » : donnez-leur des noms différents.`
    if (noms.has(libelle.toLowerCase())) throw new RegleViolee(message, [{ champ: `criteres.${rang}.libelle`, message }])
    noms.add(libelle.toLowerCase())
  })
}

const kept = ({ id: _, ...critere }: Critere) => critere

/** Notes figures of places, cell by cell; a cell that someone else has changed since it was shown is refused. */
export const noteValeurs = command(
  'territoire.noter_valeurs',
  z.object({
    contratId: identifiant,
    valeurs: z
      .array(z.object({ critereId: identifiant, lieu: cleLieu, valeur: decimalFacultatif, avant: decimalFacultatif }))
      .max(VALEURS_MAX, `${VALEURS_MAX} chiffres au plus à la fois.`),
  }),
  async ({ tx, agent }, { contratId, valeurs }) => {
    const changees = valeurs.filter(({ valeur, avant }) => valeur !== avant)
    assertCan(canEditUnLieu(agent, contratId), REFUS_LIEU)
    if (changees.length === 0) throw new RegleViolee('Aucun chiffre n’a changé : il n’y a rien à enregistrer.')
    for (const cle of new Map(changees.map(({ lieu }) => [`${lieu.sorte}:${lieu.id}`, lieu])).values()) {
      const lieu = await getLieu(tx, contratId, cle)
      assertCan(
        canEditLieu(
          agent,
          contratId,
          lieu.communes.map(({ code }) => code),
        ),
        REFUS_LIEU,
      )
    }
    const criteres = await listCriteres(tx, contratId)
    const connues = await listValeurs(tx, contratId)
    for (const { critereId, lieu, avant } of changees) {
      const critere = criteres.find(({ id }) => id === critereId)
      if (critere === undefined) throw new RegleViolee('Un des critères n’existe plus : rechargez la page.')
      const enBase = connues.get(critereId)?.get(`${lieu.sorte}:${lieu.id}`)
      if ((enBase === undefined ? null : plainDecimal(enBase)) !== avant) {
        throw new RegleViolee(
          `Une autre personne a changé un chiffre de « ${critere.libelle} » entre-temps : rechargez la page dans un autre onglet pour comparer.`,
        )
      }
    }
    await saveValeurs(
      tx,
      changees.map(({ critereId, lieu, valeur }) => ({ critereId, sorte: lieu.sorte, lieuId: lieu.id, valeur })),
    )
    return {
      valeur: { changees: changees.length },
      trace: {
        contratId,
        objet: { type: 'criteres', id: contratId },
        libelle: `${accorde(changees.length, 'chiffre noté', 'chiffres notés')} pour les critères de la géographie locale`,
        avant: { chiffres: changees.map(({ avant }) => avant) },
        apres: { chiffres: changees.map(({ valeur }) => valeur) },
      },
    }
  },
)
