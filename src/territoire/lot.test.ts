import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { RegleViolee } from '#platform/errors.ts'
import type { Candidat, DemandeAdresse, Geocodeur } from './geocodeur.ts'
import { createCompteur } from './lot-comptes.ts'
import { answer, buildOptions, eteint } from './lot-de-test.ts'
import { createDecoupeur, parseDecimal, textOf } from './lot-decoupe.ts'
import { answerFlux } from './lot-flux.ts'

const AJOUT = 'quartier_code;quartier_nom;quartier_generation;quartier_distance_m;quartier_bande_m;quartier_certitude'

describe('fichier de points', () => {
  test('chaque ligne revient comme elle était, avec sa réponse à droite', async () => {
    const { texte, bilan } = await answer('id;longitude;latitude\r\n1;0,6925;47,3850\r\n2;0,6600;47,3850\r\n3;;\r\n4;0,6872;47,3850\r\n')
    assert.deepEqual(texte.split('\r\n'), [
      `id;longitude;latitude;${AJOUT}`,
      '1;0,6925;47,3850;QN03799N;"Les Essais ; Sud";QPV2024;189;;oui',
      '2;0,6600;47,3850;;;;;;non',
      '3;;;;;;;;sans position',
      '4;0,6872;47,3850;;;;211;300;non',
      '',
    ])
    assert.equal(bilan.lignes, 4)
  })

  test('deux quartiers sont nommés tous les deux ; la limite et le peu de décimales sont à vérifier', async () => {
    const { texte } = await answer('lon,lat\n0.69750,47.38500\n0.69001,47.38500\n0.69,47.38\n2.5,95\n700000,6600000\n47.385,0.6925\n')
    const lignes = texte.split('\n')
    assert.match(lignes[1] ?? '', /^0\.69750,47\.38500,QN03799N \| QN03798N,Les Essais ; Sud \| =Œuvre,QPV2024,\d+,,oui$/)
    assert.match(lignes[2] ?? '', /,à vérifier : limite à 1 m$/)
    assert.match(lignes[3] ?? '', /,à vérifier : limite à 0 m$/)
    assert.match(lignes[4] ?? '', /pas des degrés/)
    assert.match(lignes[5] ?? '', /pas des degrés/)
    assert.match(lignes[6] ?? '', /hors de France : longitude et latitude interverties/)
  })

  test('une cellule ajoutée n’est jamais une formule ; celles de la personne ne changent pas', async () => {
    const { texte } = await answer('nom;lon;lat\n=1+1;0.7125;47.3850\n')
    assert.match(texte, /^=1\+1;0\.7125;47\.3850;QN03798N;'=Œuvre;/m)
  })

  test('guillemets, séparateurs et retours à la ligne dans une cellule, ligne courte, ligne vide, dernière sans fin de ligne', async () => {
    const { texte } = await answer('id;note;lon;lat\n"a;""b""";"deux\nlignes";0.6925;47.3850\n\nseul\nz;;0.6925;47.3850')
    assert.ok(texte.includes('"a;""b""";"deux\nlignes";0.6925;47.3850;QN03799N'))
    assert.ok(texte.includes('\n\nseul;;;;;;;;;sans position\n'))
    assert.ok(texte.endsWith('z;;0.6925;47.3850;QN03799N;"Les Essais ; Sud";QPV2024;189;;oui\n'))
  })

  test('latin-1 reste latin-1, le BOM et l’UTF-16 sont compris', async () => {
    const latin = await answer(Buffer.from('prénom;lon;lat\nÉlodie;0.7125;47.3850\n', 'latin1'))
    assert.ok(latin.octets.toString('latin1').includes("Élodie;0.7125;47.3850;QN03798N;'=Oeuvre;"))
    assert.ok((await answer('\ufefflon;lat\n0.6925;47.3850\n')).texte.startsWith(`\ufefflon;lat;${AJOUT}\n`))
    const utf16 = await answer(Buffer.from('\ufefflon\tlat\tnom\n0,6925\t47,3850\té\n', 'utf16le'))
    assert.match(utf16.texte, /^0,6925\t47,3850\té\tQN03799N/m)
  })

  test('Lambert-93 quand on le dit', async () => {
    const { texte } = await answer('x;y\n10;20\n', { toWgs84: (x, y) => [x / 10 - 0.3075, y + 27.385] })
    assert.match(texte, /^10;20;QN03799N;/m)
  })

  test('colonnes absentes, fichier vide, sans ligne, guillemet jamais refermé : une phrase qui dit quoi faire', async () => {
    await assert.rejects(answer('nom;prenom\na;b\n'), (e) => e instanceof RegleViolee && /« nom », « prenom »/.test(e.message))
    await assert.rejects(
      answer('a;b\n', { colonnes: { lon: 'x', lat: '', adresse: '', age: '', groupes: [] } }),
      /aucune colonne ne s’appelle « x »/,
    )
    await assert.rejects(answer(''), /vide/)
    await assert.rejects(answer('lon;lat\n'), /pas de ligne/)
    const { texte, bilan } = await answer('lon;lat\n0.6925;47.3850\n"0.6925;47.3850\n')
    assert.match(texte, /Arrêt\. Ligne 3 : un guillemet ouvert n’est jamais refermé/)
    assert.match(bilan.arret ?? '', /Ligne 3/)
    assert.equal(bilan.lignes, 1)
  })

  test('quelle que soit la coupe des octets, le résultat est le même', async () => {
    const fichier = 'id;note;lon;lat\r\n1;"a\r\n""b"" ; c";0,692500;47,3850\r\n2;é;0.6600;47.3850\r\n'
    const entier = (await answer(fichier, {}, 10_000)).texte
    for (let taille = 1; taille < 40; taille += 1) assert.equal((await answer(fichier, {}, taille)).texte, entier)
  })

  test('un nombre écrit n’importe comment est le plus proche double, ou n’est pas un nombre', () => {
    const read = (texte: string) => {
      const lu = { valeur: 0, decimales: 0 }
      createDecoupeur(59).push(Buffer.from(`${texte}\n`), (un) => parseDecimal(un, 0, lu))
      return lu.valeur
    }
    fc.assert(
      fc.property(fc.integer({ min: -1_800_000_000_000, max: 1_800_000_000_000 }), fc.integer({ min: 0, max: 10 }), (n, d) => {
        const texte = (n / 10 ** d).toFixed(d)
        assert.equal(read(texte.replace('.', ',')) + 0, Number(texte) + 0)
      }),
    )
    for (const texte of ['', '-', 'abc', '1.2.3', '1 2', '1e5', '.', ',', 'NaN', '--1']) assert.ok(Number.isNaN(read(texte)), texte)
    assert.deepEqual([read('0'), read('-0,5'), read(' 47.5 '), read('+3'), read('0.0')], [0, -0.5, 47.5, 3, 0])
  })

  test('les cellules sont celles qu’un lecteur de CSV lirait', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.stringMatching(/^[a-z"; \n,é]{0,6}$/), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        (table) => {
          const texte = table.map((ligne) => ligne.map((cellule) => `"${cellule.replaceAll('"', '""')}"`).join(';')).join('\n')
          const lues: string[][] = []
          const decoupeur = createDecoupeur(59)
          const note = (un: Parameters<typeof textOf>[0]) =>
            lues.push(Array.from({ length: un.cellules }, (_, i) => textOf(un, i, 'utf-8')))
          const octets = Buffer.from(texte)
          for (let i = 0; i < octets.length; i += 3) decoupeur.push(octets.subarray(i, i + 3), note)
          decoupeur.end(note)
          assert.deepEqual(lues, table)
        },
      ),
    )
  })
})

describe('fichier d’adresses', () => {
  const candidat = (partiel: Partial<Candidat>): Candidat => ({
    libelle: '1 rue des Essais',
    type: 'housenumber',
    position: [0.6925, 47.385],
    score: 0.95,
    numero: '1',
    codePostal: '37000',
    commune: 'Tours',
    codeCommune: '37261',
    ...partiel,
  })
  const demandes: DemandeAdresse[] = []
  const faux: Geocodeur = {
    ...eteint,
    allume: true,
    async *searchMany(questions) {
      let rang = 0
      for await (const question of questions) {
        demandes.push(question)
        const rue = question.adresse.startsWith('rue')
        yield question.adresse === 'panne'
          ? { rang: rang++, reponse: { ok: false, echec: 'injoignable' } }
          : { rang: rang++, reponse: { ok: true, candidats: [candidat(rue ? { type: 'street', numero: null } : {})], scoreSuivant: null } }
      }
    },
  }

  test('seul un numéro bien reconnu décide ; une rue et une panne sont à vérifier ; l’ordre est gardé', async () => {
    const lignes = Array.from({ length: 700 }, (_, n) => `${n};${['1 rue des Essais', 'rue des Essais', 'panne'][n % 3]};37000;secret`)
    const { texte, bilan } = await answer(`id;adresse;code postal;nom\n${lignes.join('\n')}\n`, { geocodeur: faux }, 1000)
    const rendues = texte.trim().split('\n')
    assert.equal(rendues.length, 701)
    assert.equal(rendues[0], `id;adresse;code postal;nom;${AJOUT}`)
    assert.match(rendues[1] ?? '', /^0;1 rue des Essais;37000;secret;QN03799N;.*;oui$/)
    assert.match(rendues[2] ?? '', /^1;rue des Essais;.*;à vérifier\. Seule la rue/)
    assert.match(rendues[3] ?? '', /^2;panne;.*;à vérifier\. Le service public des adresses est injoignable/)
    for (const [n, ligne] of rendues.slice(1).entries()) assert.ok(ligne.startsWith(`${n};`))
    assert.deepEqual(bilan.tables[0]?.total, { dedans: 234, dehors: 0, averifier: 466, sans: 0 })
    assert.deepEqual(
      demandes[0],
      { adresse: '1 rue des Essais', codePostal: '37000', commune: null, codeCommune: null },
      'nothing else is sent',
    )
  })
})

describe('arrêt et mémoire', () => {
  test('arrêté, le travail cesse : plus rien n’est lu', async () => {
    const abandon = new AbortController()
    let lus = 0
    async function* infini(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('lon;lat\n')
      for (;;) {
        lus += 1
        yield Buffer.from('0.6925;47.3850\n'.repeat(5000))
      }
    }
    const flux = answerFlux(infini(), buildOptions({ signal: abandon.signal }))
    await assert.rejects(
      async () => {
        for await (const _ of flux) if (lus === 3) abandon.abort()
      },
      { name: 'AbortError' },
    )
    const alors = lus
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.equal(lus, alors)
    assert.ok(lus <= 5)
  })

  test('une colonne aux mille valeurs ne se compte pas, pour que la mémoire ne suive pas le fichier', () => {
    const compteur = createCompteur('Par nom')
    for (let n = 0; n < 2000; n += 1) compteur.add(`nom ${n}`, 'dedans')
    const table = compteur.table()
    assert.equal(table.lignes.length, 0)
    assert.match(table.abandon ?? '', /500 valeurs/)
    assert.equal(table.total.dedans, 2000)
  })
})
