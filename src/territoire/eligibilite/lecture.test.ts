import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { RegleViolee } from '#platform/errors.ts'
import { readCarroyage } from './carroyage.adaptateur.ts'
import { parseDecimal } from './formes.ts'
import { createHasard } from './grille-de-test.ts'
import { type DemandeLecture, formatCode, type LectureCarroyage, parseCode, parseEntier } from './lecture-carroyage.ts'
import { createLecteurCsv } from './lecture-csv.ts'

const CODES: DemandeLecture = { coteM: 200, forme: { sorte: 'code' } }

function read(texte: string | Uint8Array, demande = CODES, pas = 7): LectureCarroyage {
  const octets = typeof texte === 'string' ? Buffer.from(texte) : texte
  const lecteur = createLecteurCsv(demande)
  for (let debut = 0; debut < octets.length; debut += pas) lecteur.push(octets.subarray(debut, debut + pas))
  return lecteur.end()
}
const colonnes = ({ cellules: c }: LectureCarroyage) =>
  Array.from(c.x, (x, i) => [x, c.y[i], c.population[i], c.niveauCents[i], c.menages[i], c.menagesPauvres[i], c.imputee[i]])

test('le CSV de Filosofi se lit quels que soient séparateur, guillemets, fins de ligne, décimales et découpe des octets', () => {
  const attendu = [
    [18_700, 13_500, 20_000, 5_400_600, 15_000, 5_000, 1],
    [18_701, 13_500, 105_000, 2_248_395, 40_000, 0, 0],
  ]
  for (const [sep, fin, virgule, g] of [
    [',', '\n', '.', ''],
    [';', '\r\n', ',', '"'],
    ['\t', '\n', '.', '"'],
  ] as const) {
    const n = (nombre: string) => nombre.replace('.', virgule)
    const lignes = [
      ['Idcar_200m', 'lcog_geo', 'i_est_200', 'ind', 'ind_snv', 'men', 'men_pauv'].map((nom) => `${g}${nom}${g}`),
      [`${g}CRS3035RES200mN2700000E3740000${g}`, `"37,\u00e9t\u00e9 ; 261"`, '1', n('2.0'), n('54006.0'), n('1.5'), n('0.5')],
      [`${g}CRS3035RES200mN2700000E3740200${g}`, '"37 ""b"""', '0', n('10.5'), n('22483.945'), '4', '0'],
    ]
    const texte = `\ufeff${lignes.map((ligne) => ligne.join(sep)).join(fin)}${fin}`
    for (const pas of [1, 3, 1000]) assert.deepEqual(colonnes(read(texte, CODES, pas)), attendu)
  }
})

test('un centre et un coin sud-ouest mènent au même carreau, une tuile au sien', () => {
  const metres: DemandeLecture = { coteM: 200, forme: { sorte: 'metres', epsg: 2975 } }
  const [centre, coin] = colonnes(
    read('x,y,houhold,phouhold\n359500,7634300,5.06930693069307,2.37623762376238\n359400,7634200,1e+01,0\n', metres),
  )
  assert.deepEqual(
    [centre?.slice(0, 2), coin?.slice(0, 2)],
    [
      [1797, 38_171],
      [1797, 38_171],
    ],
  )
  assert.deepEqual([centre?.[4], centre?.[5], coin?.[4]], [50_693, 23_762, 100_000])
  const tuile: DemandeLecture = {
    coteM: 200,
    forme: { sorte: 'tuile', epsg: 3035, origineX: 3_200_000, origineY: 2_000_000, tuileX: 0, tuileY: 16, cellulesTuile: 256 },
  }
  assert.deepEqual(colonnes(read('x,y,imputed,ind,ind_snv\n239,251,1,2.0,54006.0\n', tuile)), [
    [16_239, 14_347, 20_000, 5_400_600, 0, 0, 1],
  ])
  assert.throws(() => read('x,y,imputed,ind,ind_snv\n256,0,1,2.0,54006.0\n', tuile), /ligne 2 : x = 256, y = 0 sortent de la tuile/)
})

test('les nombres deviennent des entiers exacts, arrondis au plus proche de ce qui est écrit', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 0, max: 9 }), (mantisse, decimales) => {
      const chiffres = mantisse.toString().padStart(decimales + 1, '0')
      const texte = decimales === 0 ? chiffres : `${chiffres.slice(0, -decimales)}.${chiffres.slice(-decimales)}`
      const exact =
        decimales <= 4
          ? mantisse * 10n ** BigInt(4 - decimales)
          : (mantisse + 10n ** BigInt(decimales - 4) / 2n) / 10n ** BigInt(decimales - 4)
      assert.equal(BigInt(parseEntier(texte, 4)), exact)
    }),
  )
  for (const faux of ['', '-1', 'abc', '1.2.3', '1e999', 'NaN', 'Infinity', '0x10', ' 1'])
    assert.ok(Number.isNaN(parseEntier(faux, 4)), faux)
  assert.deepEqual([parseEntier('1e+05', 2), parseEntier('1.5e-1', 2), parseEntier('2,5', 2)], [10_000_000, 15, 250])
  assert.deepEqual(
    [parseDecimal('22\u202f040,5\u00a0€', 2), parseDecimal('60 %', 1), parseDecimal('1,234', 2), parseDecimal('abc', 2)],
    [2_204_050, 600, null, null],
  )
})

test('le code d’un carreau se lit et s’écrit', () => {
  assert.deepEqual(parseCode('CRS3035RES200mN2029800E4254200'), { epsg: 3035, coteM: 200, x: 4_254_200, y: 2_029_800 })
  assert.deepEqual(parseCode('200mN2029800E4254200'), { epsg: 3035, coteM: 200, x: 4_254_200, y: 2_029_800 })
  assert.equal(formatCode({ epsg: 2975, coteM: 200 }, 1797, 38_171), 'CRS2975RES200mN7634200E359400')
  for (const faux of ['', 'CRS', 'CRS3035RES200mN1E', 'CRS3035RES200mNE1', 'CRSxRES200mN1E1', '200mN12345678901E1', 'CRS3035RES0mN1E1'])
    assert.equal(parseCode(faux), null, faux)
})

test('chaque ligne fausse est nommée avec son numéro, les vingt premières ; rien n’est gardé', () => {
  const entete = 'idcar_200m,ind,ind_snv,men,men_pauv\n'
  const refus = (texte: string) => {
    try {
      read(texte)
    } catch (erreur) {
      if (erreur instanceof RegleViolee) return erreur.message
      throw erreur
    }
    return null
  }
  const message = refus(
    `${entete}CRS3035RES200mN2700000E3740000,2,x,1,0\nfaux,2,3,1,0\nCRS3035RES1000mN2700000E3740000,2,3,1,0\nCRS3035RES200mN2700100E3740000,2,3,1,0\nCRS3035RES200mN2700000E3740000,2,3,1\nCRS2975RES200mN2700000E3740000,2,3,1,0\nCRS3035RES200mN2700000E3740000,-5,3,1,0\n`,
  )
  for (const attendu of [
    /7 lignes sont fausses/,
    /ligne 2 : « x » n’est pas un nombre positif \(colonne ind_snv\)/,
    /ligne 3 : « faux » n’est pas un code de carreau/,
    /ligne 4 : le carreau CRS3035RES1000mN2700000E3740000 a 1000 m de côté/,
    /ligne 5 : .* n’est pas sur la grille/,
    /ligne 6 : 4 colonnes au lieu de 5/,
    /ligne 8 : « -5 »/,
  ]) {
    assert.match(message ?? '', attendu)
  }
  assert.match(refus(`${entete}${'faux,1,1,1,0\n'.repeat(50)}`) ?? '', /50 lignes sont fausses.*et 30 autres/)
  assert.match(refus(entete) ?? '', /aucun carreau/)
  assert.match(refus('') ?? '', /vide/)
  assert.match(refus('a,b\n1,2\n') ?? '', /n’a pas de code de carreau/)
  assert.match(refus('idcar_200m,ind\nCRS3035RES200mN2700000E3740000,1\n') ?? '', /ni niveaux de vie/)
  assert.match(refus('x'.repeat(200_001)) ?? '', /pas un carroyage en CSV/)
})

/** A GeoPackage of one table, as bytes. */
function createGpkg(tables: readonly string[]): Buffer {
  const base = new DatabaseSync(':memory:')
  base.exec('create table gpkg_contents (table_name text, data_type text)')
  for (const nom of tables) {
    base.exec(
      `create table "${nom}" (fid integer primary key, geom blob, idcar_200m text, i_est_200 integer, ind real, ind_snv real, men real, men_pauv real)`,
    )
    base.prepare('insert into gpkg_contents values (?, ?)').run(nom, 'features')
    base.prepare(`insert into "${nom}" values (1, null, 'CRS3035RES200mN2700000E3740000', 1, 2.5, 54006.25, 1.5, 0.5)`).run()
  }
  const octets = Buffer.from((base as DatabaseSync & { serialize: () => Uint8Array }).serialize())
  base.close()
  return octets
}

async function* cut(octets: Uint8Array, pas = 4096): AsyncGenerator<Uint8Array> {
  for (let debut = 0; debut < octets.length; debut += pas) yield octets.subarray(debut, debut + pas)
}
const lit = (nom: string, octets: Uint8Array) => readCarroyage(nom, cut(octets), CODES, async () => true)

test('un GeoPackage, un CSV compressé : les mêmes carreaux', async () => {
  const gpkg = await lit('c.gpkg', createGpkg(['carreaux']))
  const csv = await lit(
    'c.csv.gz',
    gzipSync('idcar_200m,i_est_200,ind,ind_snv,men,men_pauv\nCRS3035RES200mN2700000E3740000,1,2.5,54006.25,1.5,0.5\n'),
  )
  assert.ok(gpkg !== null && csv !== null)
  assert.deepEqual(colonnes(gpkg), [[18_700, 13_500, 25_000, 5_400_625, 15_000, 5_000, 1]])
  assert.deepEqual(colonnes(csv), colonnes(gpkg))
  await assert.rejects(lit('c.gpkg', createGpkg(['a', 'b'])), /contient 2 tables \(a, b\)/)
  await assert.rejects(lit('c.gpkg', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(500)])), /abîmé ou n’en est pas un/)
  await assert.rejects(lit('c.csv.gz', gzipSync('idcar_200m').subarray(0, 20)), /ne se décompresse pas/)
})

test('une lecture arrêtée rend null et ne garde rien', async () => {
  const lignes = Array.from({ length: 200_000 }, (_, i) => `CRS3035RES200mN2700000E${200 * i},1,1000\n`).join('')
  const octets = Buffer.from(`idcar_200m,ind,ind_snv\n${lignes}`)
  let appels = 0
  const rendu = await readCarroyage('c.csv', cut(octets, 65_536), CODES, async () => {
    appels += 1
    return false
  })
  assert.deepEqual([rendu, appels], [null, 1])
})

const REUNION = '../shared/data/insee-btb-reunion/reunion_200m.csv'
test('malformed grids are refused in French, never crash: mutations of real bytes', {
  skip: existsSync(REUNION) ? false : `${REUNION} absent`,
}, async () => {
  const graine = Buffer.concat([readFileSync(REUNION).subarray(0, 4000)])
  const gpkg = createGpkg(['carreaux'])
  const hasard = createHasard(42)
  const metres: DemandeLecture = { coteM: 200, forme: { sorte: 'metres', epsg: 2975 } }
  let lus = 0
  let refus = 0
  for (let essai = 0; essai < 1500; essai += 1) {
    const source = essai % 5 === 0 ? gpkg : essai % 5 === 1 ? gzipSync(graine) : graine
    const octets = Buffer.from(source.subarray(0, hasard() < 0.2 ? Math.floor(hasard() * source.length) : source.length))
    for (let coup = 0; coup < 1 + hasard() * 6 && octets.length > 0; coup += 1)
      octets[Math.floor(hasard() * octets.length)] = Math.floor(hasard() * 256)
    try {
      await readCarroyage('essai', cut(octets, 512), essai % 5 === 0 ? CODES : metres, async () => true)
      lus += 1
    } catch (erreur) {
      if (!(erreur instanceof RegleViolee)) throw erreur
      assert.match(erreur.message, /[a-zé]/)
      refus += 1
    }
  }
  assert.ok(lus > 20 && refus > 500, `${lus} read, ${refus} refused`)
  console.log(`1500 mutated grids: ${lus} read, ${refus} refused`)
})
