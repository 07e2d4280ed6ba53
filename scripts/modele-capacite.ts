/** What a new capability starts from: a small whole, from the table to the page, that passes `npm run check`. */

/** `capacite`: its folder (`appel-a-projets`); `nom`: its first noun, in the singular, lower case, ASCII (`dossier`). */
export type Capacite = { capacite: string; nom: string; migration: string }

export function renderCapacite({ capacite, nom, migration }: Capacite): Record<string, string> {
  const schema = capacite.replaceAll('-', '_')
  const Nom = nom.charAt(0).toUpperCase() + nom.slice(1)
  const Schema = pascal(capacite)
  const dossier = `src/${capacite}`
  return {
    [`${dossier}/README.md`]: `# ${capacite}

What this covers in the world: to be written, in one paragraph.

## Tables (schema \`${schema}\`)
| table | holds |
|---|---|
| \`${nom}\` | a ${nom} of a contract: its title |

## Events
None.

## Who may do what
| act | who |
|---|---|
| read | whoever holds a mandate on the contract |
| create | the chef de projet |
`,
    [`${dossier}/index.ts`]: `/** Front door of \`${capacite}\`. */

export { droits${Schema} } from './actions.ts'
export { create${Nom} } from './commands/create-${nom}.ts'
export { canCreate${Nom} } from './droits.ts'
export { list${Nom}s } from './${nom}.store.ts'
export type { ${Nom} } from './${nom}.ts'
export { routes${Schema} } from './pages/${nom}s.tsx'
`,
    [`${dossier}/${nom}.ts`]: `import { RegleViolee } from '#platform/errors.ts'

/** A ${nom} of a contract. */
export type ${Nom} = { id: string; contratId: string; titre: string; creeLe: Date }

/** A ${nom} as it is created: its title said in a few words. @throws RegleViolee */
export function created${Nom}(nouveau: ${Nom}): ${Nom} {
  const titre = nouveau.titre.trim().replace(/\\s+/g, ' ')
  if (titre === '') throw new RegleViolee('Donnez un titre.', [{ champ: 'titre', message: 'Donnez un titre.' }])
  return { ...nouveau, titre }
}
`,
    [`${dossier}/${nom}.test.ts`]: `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RegleViolee } from '#platform/errors.ts'
import { created${Nom}, type ${Nom} } from './${nom}.ts'

function build${Nom}(valeurs: Partial<${Nom}>): ${Nom} {
  return { id: '0190a0b0-0000-7000-8000-000000000001', contratId: '0190a0b0-0000-7000-8000-000000000002', titre: 'Titre', creeLe: new Date(0), ...valeurs }
}

test('le titre est gardé, sans espace de trop', () => {
  assert.equal(created${Nom}(build${Nom}({ titre: '  Place   des Tilleuls ' })).titre, 'Place des Tilleuls')
})

test('un titre vide est refusé', () => {
  assert.throws(() => created${Nom}(build${Nom}({ titre: '   ' })), RegleViolee)
})
`,
    [`${dossier}/droits.ts`]: `/** Who may do what. Pure predicates: the command asserts them, the page shows or hides with them. */
import { type Agent, hasRole } from '#compte/index.ts'

/** The chef de projet of the contract. */
export function canCreate${Nom}(agent: Agent | null, contratId: string): boolean {
  return hasRole(agent, contratId, ['chef_projet'])
}
`,
    [`${dossier}/actions.ts`]: `/** What one may do here: shown by « Qui peut quoi », proven on each command and route. */
import { canReadContrat } from '#contrat/index.ts'
import type { Action, Chapitre } from '#platform/droits.ts'
import { canCreate${Nom} } from './droits.ts'

const actions: readonly Action[] = [
  {
    nom: '${schema}.lire',
    libelle: 'lire : ${nom}',
    portee: 'contrat',
    commandes: [],
    droits: ['${schema}.lire'],
    cas: [{ libelle: '', peut: (agent, contratId) => canReadContrat(agent, contratId) }],
  },
  {
    nom: '${schema}.creer_${nom}',
    libelle: 'créer : ${nom}',
    portee: 'contrat',
    commandes: ['${schema}.creer_${nom}'],
    droits: ['${schema}.creer_${nom}'],
    cas: [{ libelle: '', peut: (agent, contratId) => canCreate${Nom}(agent, contratId) }],
  },
]

export const droits${Schema}: Chapitre = { capacite: '${schema}', libelle: '${Nom}', actions }
`,
    [`${dossier}/droits.test.ts`]: `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canCreate${Nom} } from './droits.ts'

test('sans mandat sur le contrat, personne ne crée', () => {
  assert.equal(canCreate${Nom}(null, '0190a0b0-0000-7000-8000-000000000002'), false)
})
`,
    [`${dossier}/tables.ts`]: `/** Tables of the Postgres schema \`${schema}\`. */
export type Tables${Schema} = {
  '${schema}.${nom}': { id: string; contrat_id: string; titre: string; cree_le: Date }
}
`,
    [`${dossier}/${nom}.store.ts`]: `import { sql } from 'kysely'
import type { Tx } from '#platform/db/base.ts'
import type { ${Nom} } from './${nom}.ts'
import type { Tables${Schema} } from './tables.ts'

/** Every ${nom} of a contract, by title in French order. */
export async function list${Nom}s(tx: Tx, contratId: string): Promise<${Nom}[]> {
  return tx
    .withTables<Tables${Schema}>()
    .selectFrom('${schema}.${nom}')
    .select(['id', 'contrat_id as contratId', 'titre', 'cree_le as creeLe'])
    .where('contrat_id', '=', contratId)
    .orderBy(sql\`titre collate "fr-FR-x-icu"\`)
    .execute()
}

export async function create${Nom}Row(tx: Tx, ${nom}: ${Nom}): Promise<void> {
  await tx
    .withTables<Tables${Schema}>()
    .insertInto('${schema}.${nom}')
    .values({ id: ${nom}.id, contrat_id: ${nom}.contratId, titre: ${nom}.titre, cree_le: ${nom}.creeLe })
    .execute()
}
`,
    [`${dossier}/commands/create-${nom}.ts`]: `import { z } from 'zod'
import { command } from '#platform/acte.ts'
import { assertCan } from '#platform/errors.ts'
import { createId } from '#platform/identifiants.ts'
import { canCreate${Nom} } from '../droits.ts'
import { create${Nom}Row } from '../${nom}.store.ts'
import { created${Nom} } from '../${nom}.ts'

const entree = z.object({ contratId: z.uuid(), titre: z.string().max(300, '300 caractères au plus.') })

export const create${Nom} = command('${schema}.creer_${nom}', entree, async ({ tx, agent, now }, { contratId, titre }) => {
  assertCan(canCreate${Nom}(agent, contratId))
  const ${nom} = created${Nom}({ id: createId(now.getTime()), contratId, titre, creeLe: now })
  await create${Nom}Row(tx, ${nom})
  return {
    valeur: { id: ${nom}.id },
    trace: { contratId, objet: { type: '${nom}', id: ${nom}.id }, libelle: \`« \${${nom}.titre} » créé\`, avant: null, apres: ${nom} },
  }
})
`,
    [`${dossier}/pages/${nom}s.tsx`]: `import { droitEspace, Espace } from '#contrat/index.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes, type Routes } from '#platform/http/routes.ts'
import { ChampTexte } from '#ui/champs.tsx'
import { create${Nom} } from '../commands/create-${nom}.ts'
import { canCreate${Nom} } from '../droits.ts'
import { list${Nom}s } from '../${nom}.store.ts'

/** The pages of \`${capacite}\`; app.ts joins them to the others. */
export function routes${Schema}(): Routes {
  const routes = createRoutes()
  const creer = droitEspace('${schema}.creer_${nom}', (agent, contrat) => canCreate${Nom}(agent, contrat.id))
  routes.get('/espace/:contrat/${capacite}', droitEspace('${schema}.lire'), show${Nom}s)
  routes.post('/espace/:contrat/${capacite}', creer, post${Nom})
  return routes
}

async function show${Nom}s(c: C): Promise<Response> {
  const contrat = c.get('contrat')
  const ${nom}s = await readHttp(c, (tx) => list${Nom}s(tx, contrat.id))
  return c.html(
    <Espace c={c} titre="${Nom}s" entree="${capacite}">
      <h1>${Nom}s</h1>
      <ul>
        {${nom}s.map((${nom}) => (
          <li>{${nom}.titre}</li>
        ))}
      </ul>
      {canCreate${Nom}(requireAgent(c), contrat.id) && (
        <form method="post" class="pv-formulaire">
          <ChampTexte nom="titre" libelle="Titre" longueurMax={300} />
          <button type="submit" class="ds-button">
            Ajouter
          </button>
        </form>
      )}
    </Espace>,
  )
}

async function post${Nom}(c: C): Promise<Response> {
  const contrat = c.get('contrat')
  await actHttp(c, create${Nom}, { ...(await parseFormulaire(c)), contratId: contrat.id })
  return c.redirect(\`/espace/\${contrat.adresse}/${capacite}\`, 303)
}
`,
    [`db/migrations/${migration}`]: `-- ${capacite}: its first table.
create schema ${schema};

create table ${schema}.${nom} (
  id uuid primary key,
  contrat_id uuid not null references contrat.contrat,
  titre text not null check (length(btrim(titre)) between 1 and 300),
  cree_le timestamptz not null default now()
);
create index ${nom}_contrat on ${schema}.${nom} (contrat_id);

grant usage on schema ${schema} to parvis_app;
grant select, insert, update on ${schema}.${nom} to parvis_app;
`,
  }
}

function pascal(capacite: string): string {
  return capacite
    .split('-')
    .map((mot) => mot.charAt(0).toUpperCase() + mot.slice(1))
    .join('')
}
