/** For the proofs of rights: addresses that lead somewhere, and what the routes whose right is asked by a command must receive. */
import { sql } from 'kysely'
import type { Agent } from '#compte/index.ts'
import { jourParis } from '#platform/formats.ts'
import { idOf, type LieuDeTest, type SceneDeTest } from './droits-scene-de-test.ts'
import { INDICATEUR } from './droits-scene-indicateurs-de-test.ts'

/** Names of objects of the scene, by parameter; the first rule whose path fits. */
const PARAMETRES: readonly { nom: string; dans?: RegExp; objet?: string; valeur?: string }[] = [
  { nom: 'fiche', dans: /\/importer\//, objet: 'importFiche' },
  { nom: 'fiche', dans: /\/(valider|renvoyer)$/, objet: 'f5' },
  { nom: 'fiche', dans: /\/rouvrir$/, objet: 'g1' },
  { nom: 'fiche', dans: /\/restaurer$/, objet: 'z9' },
  { nom: 'fiche', objet: 'f4' },
  { nom: 'noeud', dans: /\/restaurer$/, objet: 'noeudArchive' },
  { nom: 'noeud', dans: /\/archiver$/, objet: 'noeudVide' },
  { nom: 'noeud', objet: 'a21' },
  { nom: 'personne', objet: 'tiers' },
  { nom: 'id', dans: /\/deplacer\//, objet: 'a21' },
  { nom: 'type', dans: /\/deplacer\//, valeur: 'noeud' },
  { nom: 'type', dans: /\/historique\//, valeur: 'contrat' },
  { nom: 'fichier', objet: 'image' },
  { nom: 'format', dans: /\/registre\//, valeur: 'csv' },
  { nom: 'format', valeur: 'html' },
  { nom: 'quartier', dans: /^\/administration\/territoire\//, objet: 'quartierReference' },
  { nom: 'quartier', valeur: 'QN03798N' },
  { nom: 'generation', dans: /^\/administration\/territoire\/generations\//, valeur: 'QPV2024' },
  { nom: 'import', dans: /^\/administration\/territoire\/imports\//, objet: 'importTerritoire' },
  { nom: 'indicateur', valeur: INDICATEUR },
  { nom: 'table', objet: 'tableIndicateurs' },
  { nom: 'lien', dans: /\/filiation\//, objet: 'lienFiliation' },
  { nom: 'numero', valeur: '1' },
  { nom: 'plage', valeur: '1' },
  { nom: 'code', valeur: '2.1.5' },
  { nom: 'adresse', valeur: 'ici' },
]
const JOUR = jourParis(new Date())
const NULLE_PART = '00000000-0000-7000-8000-00000000dead'

/** The address with every parameter filled in. */
export function pathOf(chemin: string, lieu: LieuDeTest): string {
  return chemin.replaceAll(/:([a-zA-Z]+)(?:\{[^}]*\})?/g, (_, nom: string) => {
    if (nom === 'contrat') return lieu.adresse
    const regle = PARAMETRES.find((une) => une.nom === nom && (une.dans?.test(chemin) ?? true))
    if (regle?.valeur !== undefined) return regle.valeur
    if (regle?.objet !== undefined) return idOf(lieu, regle.objet)
    return lieu.ids[nom] ?? NULLE_PART
  })
}

export type Precision = {
  /** Action whose right the command of this route asks. */
  action: string
  cas?: string
  corps?: (lieu: LieuDeTest) => Record<string, string>
  /** Puts the objects back in the state that the example needs. */
  avant?: (scene: SceneDeTest, agent: Agent | null) => Promise<void>
}

const demandee = async ({ proprietaire, ici }: SceneDeTest, agent: Agent | null): Promise<void> => {
  await sql`update platform.tache set demandeur_id = ${agent?.personneId ?? null}, etat = 'faite', fichier_id = ${idOf(ici, 'fichier')},
    fichier_nom = 'export.txt' where id = ${idOf(ici, 'tache')}`.execute(proprietaire)
}

const absenceEnCours = async ({ proprietaire, ici }: SceneDeTest): Promise<void> => {
  await sql`update compte.absence set annulee_le = null, annulee_par = null where id = ${idOf(ici, 'absence')}`.execute(proprietaire)
}

const suspendue = async ({ proprietaire, ici }: SceneDeTest): Promise<void> => {
  await sql`update compte.mandat_suspendu set leve_le = null, leve_par = null where id = ${idOf(ici, 'suspension')}`.execute(proprietaire)
}

const etatFiche =
  (nom: string, statut: string) =>
  async ({ proprietaire, ici }: SceneDeTest): Promise<void> => {
    await sql`update strategie.fiche set statut = ${statut}, version = 1, archive_le = null where id = ${idOf(ici, nom)}`.execute(
      proprietaire,
    )
  }

/** Routes whose right depends on the object: it is asked by the command, not by the route. */
export const PRECISIONS: Readonly<Record<string, Precision>> = {
  'POST /espace/:contrat/territoire/paliers/classer': {
    action: 'territoire.tenir_lieux',
    cas: 'dans sa commune',
    corps: (lieu) => ({ lieu: `perimetre:${idOf(lieu, 'perimetre')}`, palierId: '', debut: JOUR }),
  },
  'GET /espace/:contrat/territoire/perimetres/:perimetre/modifier': { action: 'territoire.tenir_lieux', cas: 'dans sa commune' },
  'POST /espace/:contrat/territoire/perimetres/:perimetre/modifier': { action: 'territoire.tenir_lieux', cas: 'dans sa commune' },
  'POST /espace/:contrat/territoire/perimetres/:perimetre/archiver': { action: 'territoire.tenir_lieux', cas: 'dans sa commune' },
  'POST /espace/:contrat/territoire/perimetres/:perimetre/restaurer': { action: 'territoire.tenir_lieux', cas: 'dans sa commune' },
  'GET /espace/:contrat/territoire/perimetres/nouveau': { action: 'territoire.tenir_lieux', cas: 'dans sa commune' },
  'POST /espace/:contrat/territoire/perimetres/nouveau': { action: 'territoire.tenir_lieux', cas: 'dans sa commune' },
  'GET /espace/:contrat/territoire/criteres/chiffres': { action: 'territoire.tenir_lieux', cas: 'dans sa commune' },
  'POST /espace/:contrat/territoire/criteres/chiffres': { action: 'territoire.tenir_lieux', cas: 'dans sa commune' },
  'GET /organisations/:organisation': { action: 'compte.lire_organisation', cas: 'présente sur le contrat' },
  'GET /organisations/:organisation/documents': { action: 'compte.documents_organisation', cas: 'présente sur le contrat' },
  'POST /organisations/:organisation/documents': { action: 'compte.documents_organisation', cas: 'présente sur le contrat' },
  'GET /espace/:contrat/fiches/:fiche/modifier': {
    action: 'strategie.modifier_fiche',
    cas: 'en brouillon',
    avant: etatFiche('f4', 'brouillon'),
  },
  'POST /espace/:contrat/fiches/:fiche/modifier': {
    action: 'strategie.modifier_fiche',
    cas: 'en brouillon',
    corps: () => ({ version: '1', kind: 'action', intitule: 'Un intitulé', calendrierTexte: '', calendrierPrecision: '' }),
    avant: etatFiche('f4', 'brouillon'),
  },
  'GET /espace/:contrat/fiches/:fiche/lieux': {
    action: 'strategie.modifier_fiche',
    cas: 'en brouillon',
    avant: etatFiche('f4', 'brouillon'),
  },
  'POST /espace/:contrat/fiches/:fiche/lieux': {
    action: 'strategie.modifier_fiche',
    cas: 'en brouillon',
    corps: () => ({ version: '1' }),
    avant: etatFiche('f4', 'brouillon'),
  },
  'POST /espace/:contrat/fiches/:fiche/themes': {
    action: 'strategie.modifier_fiche',
    cas: 'en brouillon',
    avant: etatFiche('f4', 'brouillon'),
  },
  'POST /espace/:contrat/fiches/:fiche/versions/:numero/reprendre': {
    action: 'strategie.modifier_fiche',
    cas: 'en brouillon',
    corps: () => ({ version: '1' }),
    avant: etatFiche('f4', 'brouillon'),
  },
  'POST /espace/:contrat/fiches/:fiche/soumettre': {
    action: 'strategie.soumettre_fiche',
    cas: '',
    corps: () => ({ version: '1' }),
    avant: etatFiche('f4', 'brouillon'),
  },
  'POST /espace/:contrat/fiches/:fiche/remarques/:remarque/regler': {
    action: 'strategie.regler_remarque',
    cas: 'écrite par une autre personne',
    avant: etatFiche('f4', 'brouillon'),
  },
  'POST /espace/:contrat/importer/:lot/annuler': { action: 'strategie.annuler_import', cas: 'déposé par une autre personne' },
  'POST /espace/:contrat/importer/:lot/arreter': { action: 'strategie.annuler_import', cas: 'déposé par une autre personne' },
  'POST /espace/:contrat/mandat': { action: 'compte.lire_equipe' },
  'POST /espace/:contrat/equipe/mandats/:mandat/absences': {
    action: 'compte.declarer_absence',
    cas: 'd’une autre personne',
    corps: () => ({ debut: JOUR, fin: JOUR }),
  },
  'POST /espace/:contrat/equipe/mandats/:mandat/absences/:absence/annuler': {
    action: 'compte.declarer_absence',
    cas: 'd’une autre personne',
    avant: absenceEnCours,
  },
  'POST /mandats-a-confirmer/:suspension': { action: 'compte.tenir_mandats', avant: suspendue },
  'POST /espace/:contrat/equipe/delegations/nouvelle': {
    action: 'compte.deleguer_signature',
    cas: 'd’une autre personne',
    corps: (lieu) => ({
      mandatId: idOf(lieu, 'mandat'),
      delegataireId: idOf(lieu, 'collegue'),
      matieres: 'courrier',
      arrete: 'Arrêté',
      debut: JOUR,
    }),
  },
  'GET /espace/:contrat/equipe/delegations/:delegation/revoquer': { action: 'compte.deleguer_signature', cas: 'd’une autre personne' },
  'POST /espace/:contrat/equipe/delegations/:delegation/revoquer': { action: 'compte.deleguer_signature', cas: 'd’une autre personne' },
  'POST /espace/:contrat/exporter/:tache/arreter': { action: 'strategie.exporter', avant: demandee },
  'GET /espace/:contrat/exporter/:tache/fichier': { action: 'strategie.exporter', avant: demandee },
}

/** Routes that lead nowhere in the scene even for who may: their refusal is proven all the same by the right that they bear. */
export const SANS_OBJET: readonly string[] = [
  'GET /organisations/reunir',
  'POST /organisations/reunir',
  'GET /organisations/reunions/:fusion/annuler',
  'POST /organisations/reunions/:fusion/annuler',
  'GET /organisations/:organisation/documents/:document',
  'POST /organisations/:organisation/documents/:document',
  'GET /organisations/:organisation/documents/:document/fichier',
  'GET /espace/:contrat/importer/:lot/fiches/:fiche/differences',
  'POST /espace/:contrat/importer/:lot/fiches/:fiche/differences',
  'GET /administration/organisations/:organisation/actes/:groupe',
  'POST /administration/organisations/:organisation/actes/:groupe/annuler',
  'GET /administration/personnes/:personne/second-facteur',
  'POST /administration/personnes/:personne/second-facteur',
  // One's own: there is none, and another's is not there.
  'GET /compte/mes-donnees/:tache',
  'POST /compte/sessions/:session/fermer',
  'POST /compte/interets/:interet/fin',
  'POST /invitation/:jeton/accepter',
  'POST /invitation/:jeton/compte',
  'POST /administration/contrats/acces/:acces/fermer',
]
