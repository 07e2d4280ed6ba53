/** `parvis territoire import`: the same deposit, reading, review and import as the pages, at the terminal of the server. */
import { parseArgs } from 'node:util'
import { type Agent, findAgentByCourriel, findAgentByPersonne, isAdminPlateforme, listPersonnes } from '#compte/index.ts'
import { act } from '#platform/acte.ts'
import type { Tx } from '#platform/db/base.ts'
import { RegleViolee } from '#platform/errors.ts'
import { accorde, jourParis } from '#platform/formats.ts'
import { decideDefauts } from '../commands/decide-defauts.ts'
import { depositImport } from '../commands/deposit-import.ts'
import { importTerritoire, sayBilan } from '../commands/import-territoire.ts'
import { discardImport } from '../commands/undo-import-territoire.ts'
import { getImport } from '../import.store.ts'
import { countDefauts, listDefauts } from '../import-entite.store.ts'
import { listGenerations } from '../quartier.store.ts'
import { LIBELLES_DEFAUT } from './defauts-mots.ts'
import { type GenreImport, LIBELLES_GENRE, TYPES_CONTOUR } from './forme.ts'
import type { LecteurTerritoire } from './import-processus.adaptateur.ts'
import { readImport } from './lire-import.ts'

/** What the command line lends. */
export type IoImport = {
  print: (ligne: string) => void
  printError: (ligne: string) => void
  now: () => Date
  /** @throws RegleViolee when there is no such file */
  readFile: (chemin: string) => Promise<{ nom: string; contenu: Uint8Array }>
  /** `app`: under the role of the application; `proprietaire`: to know who administers. */
  withBase: (faire: (bases: { app: Tx; proprietaire: Tx }) => Promise<number>) => Promise<number>
  lecteur: LecteurTerritoire
}

export const AIDE = `Usage : parvis territoire import FICHIER [options]

Lit un fichier de géographie (ZIP officiel, GeoJSON, Shapefile en .zip, GeoPackage, CSV avec WKT, KML ; CSV ou XLSX pour les
unités urbaines), dit tous ses défauts, puis l’importe d’un coup ou pas du tout. Le même fichier une seconde fois ne change rien.

  --generation CODE     génération des quartiers (QPV2024…) ; sans elle, celle dont les codes ont la forme
  --decret NUMERO       texte au nom duquel on importe
  --contours            contours de communes, au lieu de quartiers ; --type epci, departement ou region pour d’autres
  --unites-urbaines     unités urbaines et leur population
  --millesime ANNEE     des contours ou du découpage en unités urbaines
  --source TEXTE        d’où vient le fichier
  --projection EPSG     système de coordonnées, quand le fichier ne le dit pas (2154 pour Lambert-93)
  --couche NOM          couche ou fichier à lire, quand il y en a plusieurs
  --colonne ROLE=NOM    colonne du fichier pour code, nom, communes, departement, epci ou population
  --reparer             accepte les réparations proposées
  --ecarter             laisse de côté les entités dont un défaut empêche l’import
  --relire              dit les défauts et n’importe rien
  --par COURRIEL        personne qui importe ; sans elle, la seule qui administre la plateforme
  --aide                ce texte`

type Options = NonNullable<ReturnType<typeof parseOptions>>

/** @returns exit code: 0 done, 2 refused with one sentence on the error output */
export async function runImportTerritoire(args: readonly string[], io: IoImport): Promise<number> {
  try {
    const options = parseOptions(args)
    if (options === null) {
      io.print(AIDE)
      return 0
    }
    const fichier = await io.readFile(options.chemin)
    return await io.withBase(async ({ app, proprietaire }) => {
      const agent = await findAdministrateur(proprietaire, options.values.par, io.now())
      return importFichier({ ...io, db: app, agent }, fichier, options)
    })
  } catch (erreur) {
    io.printError(erreur instanceof Error ? erreur.message : String(erreur))
    return 2
  }
}

type Ici = IoImport & { db: Tx; agent: Agent }

async function importFichier(io: Ici, { nom, contenu }: { nom: string; contenu: Uint8Array }, { values }: Options): Promise<number> {
  const appel = { db: io.db, agent: io.agent, now: io.now(), requeteId: 'ligne-de-commande' }
  const genre = genreOf(values)
  const reglages = { ...reglagesOf(values), ...(await generationOf(io.db, values)) }
  const { importId } = await act(appel, depositImport, { genre, nom, contenu, reglages, lecture: 'appelant' })
  try {
    io.print(`${LIBELLES_GENRE[genre]} : ${(await readImport(io.db, importId, io.lecteur, io.now, async () => true)) ?? ''}`)
    const { lecture } = await getImport(io.db, importId)
    if (lecture?.question != null) {
      const choix = lecture.question.choix.slice(0, 10).map(({ valeur, libelle }) => `  ${valeur}  ${libelle}`)
      const option = lecture.question.sur === 'epsg' ? '--projection' : '--couche'
      throw new RegleViolee([`${lecture.question.phrase} Répondez par ${option} :`, ...choix].join('\n'))
    }
    await sayDefauts(io, importId)
    if (values.relire === true) {
      await act(appel, discardImport, { importId })
      return 0
    }
    if (values.reparer === true) await act(appel, decideDefauts, { importId, sur: 'tous', decision: 'accepte' }).catch(() => null)
    if (values.ecarter === true) await setAsideBloquants(io, importId)
    const { bilan } = await act(appel, importTerritoire, { importId })
    io.print(
      `Importé : ${sayBilan(bilan)}${bilan.absents > 0 ? `, ${accorde(bilan.absents, 'absent du fichier laissé tel quel', 'absents du fichier laissés tels quels')}` : ''}.`,
    )
    return 0
  } catch (erreur) {
    // At the terminal, a file that is not imported leaves nothing to review.
    await act(appel, discardImport, { importId }).catch(() => null)
    throw erreur
  }
}

async function sayDefauts(io: Ici, importId: string): Promise<void> {
  for (const { genre, gravite, nombre, reparables } of await countDefauts(io.db, importId)) {
    const suite = gravite === 'bloquant' ? ', empêche l’import' : ''
    io.print(`  ${LIBELLES_DEFAUT[genre] ?? genre} : ${nombre}${reparables > 0 ? ', réparation proposée' : ''}${suite}`)
  }
  for (const { phrase, reparation } of await listDefauts(io.db, importId, { masse: 12, limite: 40, debut: 0 })) {
    io.print(`    ${phrase}${reparation === null ? '' : ` Réparation : ${reparation}.`}`)
  }
}

async function setAsideBloquants(io: Ici, importId: string): Promise<void> {
  const appel = { db: io.db, agent: io.agent, now: io.now(), requeteId: 'ligne-de-commande' }
  for (const { rang, gravite, decision, entite } of await listDefauts(io.db, importId, { limite: 10_000, debut: 0 })) {
    if (gravite === 'bloquant' && decision === null && entite !== null)
      await act(appel, decideDefauts, { importId, sur: rang, decision: 'ecarte' })
  }
}

function parseOptions(args: readonly string[]) {
  const texte = { type: 'string' } as const
  const drapeau = { type: 'boolean' } as const
  const lus = (() => {
    try {
      return parseArgs({
        args: [...args],
        allowPositionals: true,
        options: {
          generation: texte,
          decret: texte,
          contours: drapeau,
          type: texte,
          'unites-urbaines': drapeau,
          millesime: texte,
          source: texte,
          projection: texte,
          couche: texte,
          colonne: { type: 'string', multiple: true },
          reparer: drapeau,
          ecarter: drapeau,
          relire: drapeau,
          par: texte,
          aide: drapeau,
          help: drapeau,
        },
      })
    } catch {
      throw new RegleViolee(`Une option n’est pas reconnue.\n\n${AIDE}`)
    }
  })()
  if (lus.values.aide === true || lus.values.help === true) return null
  const [chemin, ...autres] = lus.positionals
  if (chemin === undefined || autres.length > 0)
    throw new RegleViolee('Donnez un fichier, et un seul : « parvis territoire import FICHIER ».')
  return { chemin, values: lus.values }
}

function genreOf(values: Options['values']): GenreImport {
  if (values.contours === true && values['unites-urbaines'] === true)
    throw new RegleViolee('Choisissez --contours ou --unites-urbaines, pas les deux.')
  return values.contours === true ? 'contours' : values['unites-urbaines'] === true ? 'unites_urbaines' : 'quartiers'
}

function reglagesOf(values: Options['values']): Record<string, unknown> {
  const type = values.contours === true ? (values.type ?? 'commune').replace(/s$/, '') : undefined
  if (type !== undefined && !TYPES_CONTOUR.some((un) => un === type))
    throw new RegleViolee(`--type est l’un de : ${TYPES_CONTOUR.join(', ')}.`)
  const colonnes = Object.fromEntries(
    (values.colonne ?? []).map((une) => {
      const egal = une.indexOf('=')
      if (egal < 1) throw new RegleViolee(`--colonne s’écrit ROLE=NOM, par exemple --colonne code=code_qp ; « ${une} » ne convient pas.`)
      return [une.slice(0, egal), une.slice(egal + 1)]
    }),
  )
  return {
    source: values.source ?? '',
    ...(type === undefined ? {} : { typeContour: type }),
    ...(values.millesime === undefined ? {} : { millesime: values.millesime }),
    ...(values.projection === undefined ? {} : { epsg: values.projection }),
    ...(values.couche === undefined ? {} : { couche: values.couche }),
    ...(Object.keys(colonnes).length === 0 ? {} : { colonnes }),
  }
}

async function generationOf(db: Tx, { generation, decret }: Options['values']): Promise<Record<string, string>> {
  if (generation === undefined && decret === undefined) return {}
  const generations = await listGenerations(db)
  const texte = generations
    .flatMap((une) => une.decrets.map(({ id, numero }) => ({ id, numero, une })))
    .find(({ numero }) => numero === decret)
  if (decret !== undefined && texte === undefined)
    throw new RegleViolee(`Le texte n° ${decret} n’est dans aucune génération : déclarez-le depuis /administration/territoire.`)
  const choisie = generation === undefined ? texte?.une : generations.find(({ code }) => code === generation.toUpperCase())
  if (choisie === undefined)
    throw new RegleViolee(`Aucune génération ne porte le code ${generation} : ${generations.map(({ code }) => code).join(', ')}.`)
  return { generationId: choisie.id, ...(texte === undefined ? {} : { decretId: texte.id }) }
}

async function findAdministrateur(db: Tx, courriel: string | undefined, now: Date): Promise<Agent> {
  const jour = jourParis(now)
  if (courriel !== undefined) {
    const agent = await findAgentByCourriel(db, courriel.trim().toLowerCase(), jour)
    if (agent === null) throw new RegleViolee(`Personne n’a ici l’adresse ${courriel}.`)
    return agent
  }
  const agents = await Promise.all((await listPersonnes(db)).map(({ id }) => findAgentByPersonne(db, id, jour)))
  const administrateurs = agents.filter((agent) => agent !== null).filter((agent) => isAdminPlateforme(agent))
  const [seul] = administrateurs
  if (seul === undefined) throw new RegleViolee('Personne n’administre encore la plateforme : créez un compte par « parvis admin create ».')
  if (administrateurs.length > 1)
    throw new RegleViolee('Plusieurs personnes administrent la plateforme : dites qui importe par --par COURRIEL.')
  return seul
}
