import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { judgeAdresse, judgePoint } from './certitude.ts'
import { type Candidat, type DemandeAdresse, requeteOf, sameNumero, TYPES_CANDIDAT } from './geocodeur.ts'

const SEUILS = { scoreMin: 0.7, ecartMin: 0.1 }
const buildCandidat = (partiel: Partial<Candidat> = {}): Candidat => ({
  libelle: '8 Boulevard du Port 99000 Ville-Exemple',
  type: 'housenumber',
  position: [0.69, 47.39],
  score: 0.95,
  numero: '8',
  codePostal: '99000',
  commune: 'Ville-Exemple',
  codeCommune: '99001',
  ...partiel,
})
const judge = (premier: Partial<Candidat>, suivant: number | null = null, demande: Partial<DemandeAdresse> = {}) => {
  const jugee = judgeAdresse(
    { adresse: '8 boulevard du Port', ...demande },
    { ok: true, candidats: [buildCandidat(premier)], scoreSuivant: suivant },
    SEUILS,
  )
  return jugee.decide ? 'décidé' : jugee.doute
}

test('la table des règles : seul un numéro sûr, et loin devant le suivant, décide', () => {
  const table: [string, Partial<Candidat>, number | null, Partial<DemandeAdresse>, string][] = [
    ['un numéro sûr, seul', {}, null, {}, 'décidé'],
    ['un numéro sûr, le suivant loin', {}, 0.5, {}, 'décidé'],
    ['écart juste suffisant', { score: 0.9 }, 0.8, {}, 'décidé'],
    ['écart d’un millième trop court', { score: 0.9 }, 0.801, {}, 'ecart'],
    ['deux numéros de même score', { score: 0.97 }, 0.97, {}, 'ecart'],
    ['suivant meilleur que le premier : le service se contredit', { score: 0.9 }, 0.99, {}, 'ecart'],
    ['score juste suffisant', { score: 0.7 }, null, {}, 'décidé'],
    ['score trop bas', { score: 0.699 }, null, {}, 'score'],
    ['une rue parfaite', { type: 'street', numero: null, score: 1 }, null, {}, 'rue'],
    ['un lieu-dit parfait', { type: 'locality', numero: null, score: 1 }, null, {}, 'lieu_dit'],
    ['une commune parfaite', { type: 'municipality', numero: null, score: 1 }, null, {}, 'commune'],
    ['une sorte inconnue', { type: 'autre', numero: null, score: 1 }, null, {}, 'inconnue'],
    ['8 trouvé pour 8 bis', {}, null, { adresse: '8 bis boulevard du Port' }, 'numero'],
    ['8 bis trouvé pour 8', { numero: '8bis' }, null, {}, 'numero'],
    ['8 bis trouvé pour 8bis', { numero: '8 bis' }, null, { adresse: '8bis, boulevard du Port' }, 'décidé'],
    ['80 trouvé pour 8', { numero: '80' }, null, {}, 'numero'],
    ['un numéro après le nom de la résidence', {}, null, { adresse: 'Résidence des Saules, 8 bd du Port' }, 'décidé'],
    ['un autre code postal dans la ligne', {}, null, { adresse: '8 bd du Port 99100 Autre' }, 'ailleurs'],
    ['un autre code postal dans son champ', {}, null, { codePostal: '99100' }, 'ailleurs'],
    ['une autre commune', {}, null, { codeCommune: '99002' }, 'ailleurs'],
    ['un arrondissement de la commune dite', { codeCommune: '75104' }, null, { codeCommune: '75056' }, 'décidé'],
    ['une commune voisine de Paris', { codeCommune: '75130' }, null, { codeCommune: '75056' }, 'ailleurs'],
  ]
  for (const [titre, premier, suivant, demande, attendu] of table) assert.equal(judge(premier, suivant, demande), attendu, titre)
  const vide = judgeAdresse({ adresse: 'x' }, { ok: true, candidats: [], scoreSuivant: null }, SEUILS)
  assert.deepEqual(vide, { decide: false, doute: 'inconnue', candidats: [] })
})

test('aucune réponse, si bonne soit-elle, ne décide sans être un numéro', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...TYPES_CANDIDAT),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      (type, score, suivant) => {
        const decide = judge({ type, score, numero: type === 'housenumber' ? '8' : null }, suivant) === 'décidé'
        if (decide) assert.ok(type === 'housenumber' && score >= SEUILS.scoreMin && (suivant === null || score - suivant > 0.0989))
      },
    ),
  )
})

test('près d’une limite on ne dit ni oui ni non ; loin de tout quartier connu non plus', () => {
  const partout = { precisionM: 20, rayonConnuM: null }
  const local = { precisionM: 20, rayonConnuM: 10_000 }
  assert.equal(judgePoint({ dedans: ['QN1'], bordureM: 150 }, partout), 'oui')
  assert.equal(judgePoint({ dedans: ['QN1'], bordureM: 20 }, partout), 'oui')
  assert.equal(judgePoint({ dedans: ['QN1'], bordureM: 19.9 }, partout), 'limite')
  assert.equal(judgePoint({ dedans: [], bordureM: 0.5 }, partout), 'limite')
  assert.equal(judgePoint({ dedans: [], bordureM: 250 }, partout), 'non')
  assert.equal(judgePoint({ dedans: [], bordureM: 900_000 }, partout), 'non')
  assert.equal(judgePoint({ dedans: [], bordureM: 10_001 }, local), 'inconnu')
  assert.equal(judgePoint({ dedans: [], bordureM: 10_000 }, local), 'non')
  assert.equal(judgePoint({ dedans: [], bordureM: null }, partout), 'inconnu')
  assert.equal(judgePoint({ dedans: ['QN1'], bordureM: 30 }, { precisionM: 80, rayonConnuM: null }), 'limite')
  assert.equal(judgePoint({ dedans: ['QN1'], bordureM: 0 }, { precisionM: 0, rayonConnuM: null }), 'oui')
})

test('la question envoyée tient en une ligne de 200 signes et ne répète pas la commune', () => {
  assert.equal(requeteOf({ adresse: ' 8  bd\ndu Port ', codePostal: '99000', commune: 'Ville' }), '8 bd du Port 99000 Ville')
  assert.equal(requeteOf({ adresse: '8 bd du Port 99000 VILLÉ', codePostal: '99000', commune: 'Ville' }), '8 bd du Port 99000 VILLÉ')
  assert.equal(requeteOf({ adresse: '«8 bd du Port' }), '8 bd du Port')
  assert.equal(requeteOf({ adresse: ' .8 ' }), null)
  assert.equal(requeteOf({ adresse: 'x'.repeat(900) })?.length, 200)
  assert.equal(sameNumero('12 rue du 8 Mai 1945', '8'), false)
  assert.equal(sameNumero('12 rue du 8 Mai 1945', '12'), true)
  assert.equal(sameNumero('rue du Port', '8'), false)
})
