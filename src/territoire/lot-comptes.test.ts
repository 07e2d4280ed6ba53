import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { RegleViolee } from '#platform/errors.ts'
import { bandeOfAge, parseAge, parseBandesAge } from './lot-age.ts'
import { CLASSES, emptyCompte, masked, sumOf, type TableComptes } from './lot-comptes.ts'
import { answer, pieces } from './lot-de-test.ts'
import { readEnvoi } from './lot-envoi.ts'

describe('comptes et masquage', () => {
  test('par quartier, par âge et par colonne demandée', async () => {
    const { bilan } = await answer(
      'lon;lat;sexe;date de naissance\n0.6925;47.3850;F;12/04/1990\n0.7125;47.3850;M;2015-01-01\n0.66;47.385;F;\n',
      {
        colonnes: { lon: '', lat: '', adresse: '', age: '', groupes: ['sexe'] },
      },
    )
    assert.deepEqual(
      bilan.tables.map(({ titre, lignes }) => [titre, lignes.map(({ libelle, compte }) => `${libelle} ${compte.dedans}/${sumOf(compte)}`)]),
      [
        ['Ensemble du fichier', ['Ensemble 2/3']],
        ['Par quartier', ['Hors quartier 0/1', '=Œuvre (QN03798N) 1/1', 'Les Essais ; Sud (QN03799N) 1/1']],
        ['Par âge', ['0 à 17 ans 1/1', '18 à 59 ans 1/1', 'Âge inconnu 0/1']],
        ['Par sexe', ['F 1/2', 'M 1/1']],
      ],
    )
  })

  test('les tranches d’âge sont des paramètres, l’âge se lit de plusieurs façons', () => {
    const bandes = parseBandesAge('16 ; 26')
    assert.deepEqual(
      bandes.map(({ libelle }) => libelle),
      ['16 à 25 ans', '26 ans et plus'],
    )
    assert.equal(bandeOfAge(12, bandes), 'Moins de 16 ans')
    assert.deepEqual(
      ['34', '34 ans', '02/03/1990', '01/03/1990', '1990-03-02', '1990', '', 'x', '200', '31/12/2030'].map((texte) =>
        parseAge(texte, '2026-03-01'),
      ),
      [34, 34, 35, 36, 35, 35, null, null, null, null],
    )
    for (const texte of ['', 'a', '26;16', '16;16', '-1']) assert.throws(() => parseBandesAge(texte), RegleViolee)
  })

  const tableDe = (lignes: readonly (readonly [number, number])[]): TableComptes => {
    const table = lignes.map(([dedans, dehors], rang) => ({ libelle: `ligne ${rang}`, compte: { ...emptyCompte(), dedans, dehors } }))
    const total = emptyCompte()
    for (const { compte } of table) for (const classe of CLASSES) total[classe] += compte[classe]
    return { titre: 'Essai', lignes: table, total, abandon: null }
  }

  test('une ligne sous le seuil est masquée avec une autre, pour ne pas être retrouvée par soustraction', () => {
    const montree = masked(
      tableDe([
        [3, 0],
        [40, 0],
        [8, 0],
        [0, 0],
      ]),
      5,
    )
    assert.deepEqual(
      montree.lignes.map(({ compte }) => compte?.dedans ?? null),
      [null, 40, null, 0],
    )
    assert.equal(montree.masquees?.compte.dedans, 11)
    assert.deepEqual(masked(tableDe([[3, 0]]), 5).total, null)
    assert.equal(
      masked(
        tableDe([
          [3, 0],
          [40, 0],
        ]),
        1,
      ).masquees,
      null,
    )
  })

  test('aucun nombre masqué ne se déduit de ce qui est montré', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 })), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 2, max: 8 }),
        (lignes, seuil) => {
          const table = tableDe(lignes)
          const montree = masked(table, seuil)
          for (const { compte } of montree.lignes) {
            if (compte === null) continue
            for (const nombre of [compte.dedans, compte.dehors, sumOf(compte)]) assert.ok(nombre === 0 || nombre >= seuil)
          }
          if (montree.total === null) return assert.ok(montree.lignes.every(({ compte }) => compte === null))
          const cachees = table.lignes.filter((_, rang) => montree.lignes[rang]?.compte === null)
          if (cachees.length === 0) return
          assert.ok(cachees.length >= 2)
          for (const classe of ['dedans', 'dehors'] as const) {
            // All that anybody can compute of the masked lines is their sum: it is zero, or can be shared in several ways.
            const somme = table.total[classe] - montree.lignes.reduce((total, { compte }) => total + (compte?.[classe] ?? 0), 0)
            assert.equal(
              somme,
              cachees.reduce((total, { compte }) => total + compte[classe], 0),
            )
            assert.ok(somme === 0 || somme >= seuil)
          }
        },
      ),
      { numRuns: 2000, seed: 5 },
    )
  })
})

describe('envoi lu au fil de l’eau', () => {
  const corps = (parts: string) => Buffer.from(parts.replaceAll('\n', '\r\n'))
  const FORME =
    '--xYz\nContent-Disposition: form-data; name="lon"\n\nx\n--xYz\nContent-Disposition: form-data; name="fichier"; filename="a.csv"\nContent-Type: text/csv\n\nlon;lat\n--xY\n--xYz--\n'

  test('les champs puis les octets du fichier, où que la coupe tombe', async () => {
    for (let taille = 1; taille < 60; taille += 1) {
      const { champs, fichier } = await readEnvoi('multipart/form-data; boundary=xYz', pieces(corps(FORME), taille))
      assert.deepEqual(champs.get('lon'), ['x'])
      assert.equal(fichier?.nom, 'a.csv')
      const morceaux: Uint8Array[] = []
      for await (const morceau of fichier?.octets ?? []) morceaux.push(Uint8Array.from(morceau))
      assert.equal(Buffer.concat(morceaux).toString(), 'lon;lat\r\n--xY')
    }
  })

  test('sans fichier choisi, sans borne, coupé net, champ trop long', async () => {
    const vide = '--xYz\nContent-Disposition: form-data; name="fichier"; filename=""\n\n\n--xYz--\n'
    assert.equal((await readEnvoi('multipart/form-data; boundary="xYz"', pieces(corps(vide), 9))).fichier, null)
    await assert.rejects(readEnvoi('application/x-www-form-urlencoded', pieces(corps('a=b'), 3)), RegleViolee)
    await assert.rejects(readEnvoi('multipart/form-data; boundary=xYz', pieces(corps(FORME.slice(0, 40)), 3)), RegleViolee)
    const coupe = await readEnvoi('multipart/form-data; boundary=xYz', pieces(corps(FORME.slice(0, -12)), 50))
    await assert.rejects(async () => {
      for await (const _ of coupe.fichier?.octets ?? []);
    }, RegleViolee)
    const long = `--xYz\nContent-Disposition: form-data; name="lon"\n\n${'x'.repeat(200_000)}`
    await assert.rejects(readEnvoi('multipart/form-data; boundary=xYz', pieces(corps(long), 10_000)), RegleViolee)
  })
})
