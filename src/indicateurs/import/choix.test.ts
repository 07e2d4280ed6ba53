import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkedChoix, proposedChoix } from './choix.ts'
import * as fichiers from './fixtures-de-test.ts'
import type { ChoixTable } from './lecture.ts'
import { EMPLOI, PAUVRETE, read, SOURCE } from './lecture-de-test.ts'

describe('ce qu’une personne dit des colonnes', () => {
  const faute = async (champs: Partial<ChoixTable>) => {
    const { lecture } = await read(fichiers.qpvClasseur())
    const choix = { ...proposedChoix(lecture), ...SOURCE, ...champs }
    try {
      checkedChoix(choix, lecture, [PAUVRETE, EMPLOI])
      return ''
    } catch (erreur) {
      return erreur instanceof Error ? erreur.message : ''
    }
  }
  const cible = {
    cle: 'c2',
    action: 'indicateur' as const,
    indicateurId: 'i-pauvrete',
    nouveau: null,
    periode: '2021',
    cent: 'tel' as const,
    convention: 'virgule' as const,
  }
  test('ce qui est proposé peut être gardé tel quel', async () => assert.equal(await faute({}), ''))
  test('il faut une source, une colonne au moins, une période', async () => {
    assert.match(await faute({ source: { ...SOURCE.source, nom: ' ' } }), /Nommez la source/)
    assert.match(await faute({ cibles: [] }), /Dites au moins une colonne/)
    assert.match(await faute({ periode: null, cibles: [{ ...cible, periode: null }] }), /dites la période/)
  })
  test('deux colonnes ne sont pas le même indicateur à la même période', async () => {
    assert.match(await faute({ cibles: [cible, { ...cible, cle: 'c3' }] }), /même indicateur et même période que colonne C/)
  })
  test('un indicateur nouveau se définit sans se contredire', async () => {
    const nouveau = {
      code: 'menages',
      libelle: 'Ménages',
      unite: 'pourcent',
      sens: 'neutre',
      sommable: true,
      millesimes: 'comparables',
      decimales: 0,
    }
    assert.match(await faute({ cibles: [{ ...cible, action: 'nouveau', nouveau }] }), /ne s’additionne pas/)
    assert.match(await faute({ cibles: [{ ...cible, action: 'nouveau', nouveau: { ...nouveau, code: 'taux_emploi' } }] }), /déjà pris/)
    assert.equal(await faute({ cibles: [{ ...cible, action: 'nouveau', nouveau: { ...nouveau, unite: 'nombre' } }] }), '')
  })
  test('une colonne qui n’existe pas, un indicateur inconnu', async () => {
    assert.match(await faute({ cibles: [{ ...cible, cle: 'c99' }] }), /n’est pas une colonne/)
    assert.match(await faute({ cibles: [{ ...cible, indicateurId: 'x' }] }), /choisissez un indicateur/)
  })
})
