import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { sql } from 'kysely'
import { type Agent, type EspaceDuContrat, mandatsSur, TOUT_LE_CONTRAT } from '#compte/index.ts'
import { setIdentite } from '#platform/acte.ts'
import { openBase } from '#platform/db/base.ts'
import { createBaseDeTest } from '#platform/db/base-de-test.ts'
import { Interdit, Introuvable } from '#platform/errors.ts'
import { requireAgent } from '#platform/http/env.ts'
import { createId } from '#platform/identifiants.ts'
import { countRequetes, createSite } from '#strategie/pages/arbre-de-test.ts'
import { saveUniteUrbaine } from '#territoire/index.ts'
import { createQuartierDeTest } from '#territoire/quartier-de-test.ts'
import { CHOIX, createTableDeTest, INDICATEUR } from '../../droits-scene-indicateurs-de-test.ts'
import { decimal } from '../decimal.ts'
import { ensureSource, listIndicateurs } from '../indicateur.store.ts'
import { writeObservations } from '../observation.store.ts'
import { getTable } from '../table.store.ts'
import { blocEcartsQuartier } from './bloc-quartier.tsx'
import { createRoutesIndicateurs } from './routes.ts'

const base = await createBaseDeTest()
const proprietaire = openBase(base.url, { role: null, max: 1 })
after(() => proprietaire.close())
const CONTRAT = { id: createId(), titre: 'Contrat d’essai', adresse: 'essai', communes: [{ code: '37261', nom: 'Tours' }] }
const personne = (role: 'admin_plateforme' | 'conseil_citoyen' | null): Agent => ({
  personneId: createId(),
  prenom: 'Essai',
  nom: 'Essai',
  courriel: 'essai@exemple.fr',
  fonction: null,
  autresMandats: [],
  mandats:
    role === null
      ? []
      : [
          {
            id: createId(),
            contratId: role === 'admin_plateforme' ? null : CONTRAT.id,
            organisationId: '',
            organisation: 'Essai',
            role,
            territoire: TOUT_LE_CONTRAT,
            suppleantDe: null,
            delegations: [],
          },
        ],
})
const [ADMIN, HABITANTE, PASSANT] = [personne('admin_plateforme'), personne('conseil_citoyen'), personne(null)]

const espace: EspaceDuContrat = {
  droit: (nom, peut = () => true) => ({
    nom,
    verifier: (c) => {
      const agent = requireAgent(c)
      if (mandatsSur(agent, CONTRAT.id).length === 0) throw new Introuvable()
      if (!peut(agent, CONTRAT)) throw new Interdit()
    },
  }),
  contratOf: async () => ({ ...CONTRAT, quartiers: [], debut: null, fin: null, epciSiren: null, epciNom: 'Métropole' }),
  Espace: ({ titre, children }) => (
    <main>
      <title>{titre}</title>
      {children}
    </main>
  ),
}
const site = createSite(base, [createRoutesIndicateurs({ espace })])
const ICI = '/espace/essai/indicateurs'

await sql`insert into territoire.region (code, nom) values ('24', 'Centre')`.execute(proprietaire.db)
await sql`insert into territoire.departement (code, nom, region_code) values ('37', 'Indre-et-Loire', '24')`.execute(proprietaire.db)
await sql`insert into territoire.commune (code, type, nom, commune_actuelle, departement_code, region_code, codes_postaux, cle, reference)
  values ('37261', 'actuelle', 'Tours', '37261', '37', '24', '{}', ' tours', 'essai')`.execute(proprietaire.db)
const sanitas = await createQuartierDeTest(proprietaire.db, { code: 'QN03701I', nom: 'Sanitas', communes: ['37261'] })
await createQuartierDeTest(proprietaire.db, { code: 'QN03702M', nom: 'Europe', communes: ['37261'] })
await saveUniteUrbaine(base.libre, { code: '37701', millesime: 2020, nom: 'Tours', population: null, source: 'essai', communes: ['37261'] })

async function writeFigures(): Promise<void> {
  const ids = new Map((await listIndicateurs(base.libre)).map(({ code, id }) => [code, id]))
  const sourceId = await ensureSource(
    base.libre,
    { id: createId(), nom: 'Essai', producteur: '', licence: '', adresse: '', nature: 'demonstration' },
    new Date(),
  )
  const figure = (code: string, type: 'quartier' | 'unite_urbaine', lieu: string, periode: string, entier: number | null) => ({
    indicateurId: ids.get(code) ?? assert.fail(code),
    type,
    code: lieu,
    generationCode: type === 'quartier' ? 'QPV2024' : null,
    periode,
    valeur: entier === null ? null : decimal(entier, code === 'population' ? 0 : 1),
    absence: entier === null ? ('secret' as const) : null,
    ligne: null,
    remplace: null,
  })
  await writeObservations(base.libre, { tableId: null, sourceId, statut: 'officiel' }, [
    figure('taux_emploi_15_64', 'quartier', 'QN03701I', '2018', 440),
    figure('taux_emploi_15_64', 'quartier', 'QN03701I', '2021', 446),
    figure('taux_emploi_15_64', 'quartier', 'QN03702M', '2021', null),
    figure('taux_emploi_15_64', 'unite_urbaine', '37701', '2018', 655),
    figure('taux_emploi_15_64', 'unite_urbaine', '37701', '2021', 643),
    figure('population', 'quartier', 'QN03701I', '2021', 8470),
    figure('population', 'quartier', 'QN03702M', '2021', null),
    figure('population', 'unite_urbaine', '37701', '2021', 363_000),
  ])
}

test('sans chiffre, la page dit ce qu’elle tiendra', async () => {
  const { statut, html } = await site.get(ICI, HABITANTE)
  assert.equal(statut, 200)
  assert.match(html, /Aucun chiffre n’est encore connu/)
})

test('les écarts du contrat : verdict, secret, total refusé, source, valeurs inventées, sans script ni style', async () => {
  await writeFigures()
  let html = ''
  const nombre = await countRequetes(async () => {
    html = (await site.get(ICI, HABITANTE)).html
  })
  assert.ok(nombre <= 3, `${nombre} statements; the workspace and the session add three`)
  assert.match(html, /Les écarts se réduisent pour 1\u00a0mesure sur 1/)
  assert.match(html, /l’écart s’est réduit de 1,8\u00a0point entre 2018 et 2021, dans le sens souhaité/)
  assert.match(html, /secret statistique pour le quartier/)
  assert.match(html, /Pas de total : une des parts est couverte par le secret/)
  assert.match(html, /Valeurs inventées/)
  assert.match(html, /2,3\u00a0%/)
  assert.doesNotMatch(html, / style=| on[a-z]+="|<style|<script(?! type="module")/)
})

test('filtres et tris sont dans l’adresse ; ce qui ne se comprend pas ne casse rien', async () => {
  const { html } = await site.get(`${ICI}?theme=Population&tri=valeur&sens=desc`, HABITANTE)
  assert.doesNotMatch(html, /Taux d’emploi des 15-64/)
  assert.match(html, /aria-sort="descending"/)
  assert.equal((await site.get(`${ICI}?page=-3&tri=x&reference=y&quartier=%3Cscript%3E&theme=%3Cb%3E`, HABITANTE)).statut, 200)
})

test('le tableau s’emporte en CSV et en Excel, avec ce qui ne se compare pas', async () => {
  const { html, statut } = await site.get(`${ICI}/ecarts.csv`, HABITANTE)
  assert.equal(statut, 200)
  assert.match(html, /Taux d’emploi des 15-64 ans;taux_emploi_15_64;pourcentage \(%\);Sanitas;QN03701I;QPV2024;2021;44,6/)
  assert.match(html, /Europe;QN03702M;QPV2024;2021;secret statistique/)
  assert.equal((await site.get(`${ICI}/ecarts.xlsx`, HABITANTE)).statut, 200)
})

test('sans mandat sur le contrat, rien ; sans administration, aucune définition ni table', async () => {
  assert.equal((await site.get(ICI, PASSANT)).statut, 404)
  assert.equal((await site.get(`${ICI}/ecarts.csv`, PASSANT)).statut, 404)
  for (const suite of ['', '/definitions/nouvelle', '/tables', '/signes', `/definitions/${INDICATEUR}`]) {
    assert.equal((await site.get(`/administration/indicateurs${suite}`, HABITANTE)).statut, 403, suite)
    assert.equal((await site.get(`/administration/indicateurs${suite}`, ADMIN)).statut, 200, suite)
  }
  assert.equal((await site.post('/administration/indicateurs/signes', HABITANTE, { texte: 'x', sens: 'secret' })).statut, 403)
})

describe('la page d’un quartier', () => {
  const bloc = (contrat: { id: string; adresse: string } | null, id: string) =>
    base.db.transaction().execute(async (tx) => {
      await setIdentite(tx, { personneId: null, contrats: [], technique: false })
      const quartier = { id } as Parameters<typeof blocEcartsQuartier>[0]['quartier']
      return blocEcartsQuartier({ tx, contrat, quartier, now: new Date() })
    })
  test('porte ses écarts, en public aussi, sans le lien vers l’espace', async () => {
    const publique = String((await bloc(null, sanitas))?.rend())
    assert.match(publique, /L’écart avec l’unité urbaine/)
    assert.match(publique, /<svg class="large"[^>]*role="img"/)
    assert.match(publique, /Au fil des périodes/)
    assert.doesNotMatch(publique, /\/espace\//)
    assert.doesNotMatch(publique, / style=|<style/)
    assert.match(String((await bloc({ id: CONTRAT.id, adresse: 'essai' }, sanitas))?.rend()), /href="\/espace\/essai\/indicateurs"/)
  })
  test('ne porte rien quand aucun chiffre n’en est connu', async () => {
    const sans = await createQuartierDeTest(proprietaire.db, { code: 'QN03799N', nom: 'Sans chiffre', communes: ['37261'] })
    assert.equal(await bloc(null, sans), null)
  })
})

describe('définir', () => {
  const BASE = '/administration/indicateurs'
  const bonne = {
    code: 'essai',
    libelle: 'Essai',
    type: 'contexte',
    unite: 'pourcent',
    sens: 'hausse',
    decimales: '1',
    millesimes: 'comparables',
    facteur: '1',
    ordre: '5',
  }
  test('un indicateur se crée, se corrige, s’archive et revient', async () => {
    assert.equal((await site.post(`${BASE}/definitions/nouvelle`, ADMIN, bonne)).statut, 303)
    const cree = (await listIndicateurs(base.libre)).find(({ code }) => code === 'essai') ?? assert.fail()
    assert.equal(
      (await site.post(`${BASE}/definitions/${cree.id}`, ADMIN, { ...bonne, libelle: 'Essai corrigé', version: '1' })).statut,
      303,
    )
    assert.equal((await site.post(`${BASE}/definitions/${cree.id}/archive`, ADMIN, { geste: 'archiver' })).statut, 303)
    assert.match((await site.get(BASE, ADMIN)).html, /1\u00a0indicateur archivé/)
    assert.equal((await site.post(`${BASE}/definitions/${cree.id}/archive`, ADMIN, { geste: 'restaurer' })).statut, 303)
  })
  test('une saisie fautive revient avec ce qui a été tapé et la phrase qui dit quoi faire', async () => {
    const taux = await site.post(`${BASE}/definitions/nouvelle`, ADMIN, {
      ...bonne,
      code: 'autre_essai',
      sommable: 'oui',
      libelle: 'Gardé tel quel',
    })
    assert.equal(taux.statut, 422)
    assert.match(taux.html, /ne s’additionne pas/)
    assert.match(taux.html, /value="Gardé tel quel"/)
    assert.match((await site.post(`${BASE}/definitions/nouvelle`, ADMIN, { ...bonne, code: 'population' })).html, /est déjà pris/)
    assert.match((await site.post(`${BASE}/definitions/nouvelle`, ADMIN, { ...bonne, code: 'Éè' })).html, /lettres minuscules sans accent/)
    const rapport = { ...bonne, code: 'rapport', numerateurCode: 'taux_emploi_15_64', denominateurCode: 'population' }
    assert.match((await site.post(`${BASE}/definitions/nouvelle`, ADMIN, rapport)).html, /ne se somme pas/)
  })
  test('deux personnes ne s’écrasent pas', async () => {
    const { id } = (await listIndicateurs(base.libre)).find(({ code }) => code === 'population') ?? assert.fail()
    const corps = { ...bonne, code: 'population', unite: 'nombre', sommable: 'oui', decimales: '0' }
    assert.equal(
      (await site.post(`${BASE}/definitions/${id}`, ADMIN, { ...corps, libelle: 'Population municipale', version: '1' })).statut,
      303,
    )
    assert.match(
      (await site.post(`${BASE}/definitions/${id}`, ADMIN, { ...corps, libelle: 'Autre', version: '1' })).html,
      /Une autre personne vient de modifier/,
    )
  })
  test('un signe se change ; un nombre n’en est pas un', async () => {
    assert.equal((await site.post(`${BASE}/signes`, ADMIN, { texte: ' Conf. ', sens: 'secret' })).statut, 303)
    assert.match((await site.get(`${BASE}/signes`, ADMIN)).html, /<code>conf\.<\/code>/)
    assert.match((await site.post(`${BASE}/signes`, ADMIN, { texte: '12,5', sens: 'secret' })).html, /Un nombre ne peut pas/)
    assert.equal((await site.post(`${BASE}/signes`, ADMIN, { texte: '', sens: 'secret' })).statut, 422)
  })
})

describe('la page d’une table', () => {
  const champs = {
    periode: '2021',
    'cibles.0.cle': 'c1',
    'cibles.0.cible': INDICATEUR,
    'cibles.0.periode': '',
    'cibles.0.convention': 'virgule',
    'cibles.0.cent': 'tel',
    sourceNom: 'Une source',
    nature: 'officielle',
    statut: 'officiel',
    millesime: '2021',
    inconnus: 'refuser',
    incompris: 'refuser',
  }
  test('dit ce qui a été lu, garde ce qui a été tapé, demande ce qui manque', async () => {
    const id = await createTableDeTest(base.libre, 'a_relire')
    const chemin = `/administration/indicateurs/tables/${id}`
    assert.match((await site.get(chemin, ADMIN)).html, /Ce que Parvis a lu/)
    const sansSource = await site.post(`${chemin}/verifier`, ADMIN, { ...champs, sourceNom: '', millesime: 'édition de mars' })
    assert.equal(sansSource.statut, 422)
    assert.match(sansSource.html, /Nommez la source/)
    assert.match(sansSource.html, /value="édition de mars"/)
    assert.match((await site.post(`${chemin}/verifier`, ADMIN, { ...champs, periode: 'bientôt' })).html, /dites la période/)
    assert.equal((await site.post(`${chemin}/verifier`, ADMIN, champs)).statut, 303)
    assert.equal((await getTable(base.libre, id)).etat, 'en_preparation')
    assert.match((await site.get(chemin, ADMIN)).html, /Actualiser/)
    assert.equal((await site.post(`${chemin}/arreter`, ADMIN, {})).statut, 303)
    assert.equal((await getTable(base.libre, id)).etat, 'a_relire')
  })
  test('vérifiée, elle s’importe ; importée, elle s’annule ; ailleurs, rien', async () => {
    const prete = await createTableDeTest(base.libre, 'prete')
    assert.match((await site.get(`/administration/indicateurs/tables/${prete}`, ADMIN)).html, /Importer ces chiffres/)
    const ecrite = await createTableDeTest(base.libre, 'ecrite')
    assert.match((await site.get(`/administration/indicateurs/tables/${ecrite}`, ADMIN)).html, /Annuler cet import/)
    assert.equal((await site.post(`/administration/indicateurs/tables/${ecrite}/importer`, ADMIN, {})).statut, 422)
    assert.equal((await site.get(`/administration/indicateurs/tables/${createId()}`, ADMIN)).statut, 404)
    assert.equal((await site.get('/administration/indicateurs/tables/rien', ADMIN)).statut, 404)
    assert.equal(CHOIX.cibles.length, 1)
  })
})
