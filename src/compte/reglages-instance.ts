/** What the instance says of itself: who publishes, hosts and answers; how accessible it is; how long data are kept. */
import { z } from 'zod'
import { declareReglage } from '#platform/reglages.ts'

const PUBLICATION = 'Qui publie'
const DONNEES = 'Données personnelles'
const ACCESSIBILITE = 'Accessibilité'
const DUREES = 'Durées de conservation'

const ligne = (max = 300) => z.string().trim().min(1, 'tapez un texte, ou laissez vide.').max(max, `${max} caractères au plus.`).nullable()
const adresseOuLien = z
  .string()
  .trim()
  .max(254, '254 caractères au plus.')
  .refine(
    (texte) => z.email().safeParse(texte).success || /^https:\/\/\S+$/.test(texte),
    'tapez une adresse électronique, ou l’adresse d’une page qui commence par https://.',
  )
  .nullable()
const absent = (phrase: string) => (valeur: string | null) => (valeur === null ? phrase : null)

export const reglageEditeur = declareReglage({
  cle: 'instance.editeur',
  libelle: 'Éditeur du site',
  aide: 'La personne morale qui publie, avec sa forme et son adresse. Exemple : Métropole d’essai, 1 place de l’Hôtel-de-Ville, 00000 Ville.',
  section: PUBLICATION,
  forme: ligne(),
  defaut: null,
  saisie: 'texte',
  manque: absent('Nommez l’éditeur du site (loi du 21 juin 2004, article 1-1).'),
})
export const reglageDirecteur = declareReglage({
  cle: 'instance.directeur',
  libelle: 'Directeur ou directrice de la publication',
  aide: 'Le représentant légal de l’éditeur, par son nom ou par sa fonction.',
  section: PUBLICATION,
  forme: ligne(),
  defaut: null,
  manque: absent('Nommez la directrice ou le directeur de la publication.'),
})
export const reglageHebergeur = declareReglage({
  cle: 'instance.hebergeur',
  libelle: 'Hébergeur',
  aide: 'Nom, adresse et téléphone de qui fait fonctionner le serveur.',
  section: PUBLICATION,
  forme: ligne(),
  defaut: null,
  saisie: 'texte',
  manque: absent('Nommez l’hébergeur, avec son adresse et son téléphone.'),
})
export const reglageContact = declareReglage({
  cle: 'instance.contact',
  libelle: 'Contact',
  aide: 'Adresse électronique, ou page de contact.',
  section: PUBLICATION,
  forme: adresseOuLien,
  defaut: null,
  manque: absent('Donnez un moyen d’écrire à qui publie.'),
})

export const reglageResponsable = declareReglage({
  cle: 'instance.responsable',
  libelle: 'Responsable du traitement',
  aide: 'La collectivité qui décide des traitements, représentée par son exécutif.',
  section: DONNEES,
  forme: ligne(),
  defaut: null,
  manque: absent('Nommez le responsable du traitement (RGPD, article 13).'),
})
export const reglageDpo = declareReglage({
  cle: 'instance.dpo',
  libelle: 'Délégué à la protection des données',
  aide: 'Adresse électronique, ou page de contact : les demandes des personnes y arrivent.',
  section: DONNEES,
  forme: adresseOuLien,
  defaut: null,
  manque: absent('Donnez le contact du délégué à la protection des données (RGPD, article 37).'),
})

export const ETATS_ACCESSIBILITE = { non: 'non conforme', partiel: 'partiellement conforme', total: 'totalement conforme' } as const
export const reglageAccessibilite = declareReglage({
  cle: 'instance.accessibilite',
  libelle: 'État de conformité au RGAA',
  aide: 'Sans audit, un site se déclare non conforme. Partiellement : au moins la moitié des critères est respectée. Totalement : tous.',
  section: ACCESSIBILITE,
  forme: z.enum(['non', 'partiel', 'total'], 'choisissez dans la liste.'),
  defaut: 'non',
  choix: ETATS_ACCESSIBILITE,
})
export const reglageAudit = declareReglage({
  cle: 'instance.accessibilite_audit',
  libelle: 'Audit d’accessibilité',
  aide: 'Qui l’a mené, quand, et le taux trouvé. Exemple : audit de mars 2026, 82 % des critères.',
  section: ACCESSIBILITE,
  forme: ligne(),
  defaut: null,
  manque: absent('Faites auditer cette instance, puis dites ici le résultat.'),
})
export const reglageContactAccessibilite = declareReglage({
  cle: 'instance.accessibilite_contact',
  libelle: 'Contact pour l’accessibilité',
  aide: 'Adresse électronique, ou page de contact. Vide : le contact du site.',
  section: ACCESSIBILITE,
  forme: adresseOuLien,
  defaut: null,
})

const duree = (cle: string, libelle: string, unite: string, [min, defaut, max]: [number, number, number], aide?: string) =>
  declareReglage({
    cle: `compte.${cle}`,
    libelle,
    section: DUREES,
    unite,
    forme: z
      .number('tapez un nombre.')
      .int('tapez un nombre entier.')
      .min(min, `${min} ${unite} au moins.`)
      .max(max, `${max} ${unite} au plus.`),
    defaut,
    ...(aide === undefined ? {} : { aide }),
  })

export const dureeComptesInactifs = duree(
  'comptes_inactifs_mois',
  'Un compte inutilisé est fermé après',
  'mois',
  [6, 24, 60],
  'La personne est prévenue par courriel avant. Se connecter suffit à garder son compte.',
)
export const dureePreavis = duree(
  'preavis_jours',
  'La personne est prévenue avant, de',
  'jours',
  [15, 30, 90],
  'Le courriel dit la date, et comment garder son compte.',
)
export const dureeDelaiCloture = duree(
  'delai_cloture_jours',
  'Un compte dont on demande la fermeture est effacé après',
  'jours',
  [0, 15, 30],
  'Le temps de changer d’avis. Le RGPD (article 12) laisse un mois pour répondre.',
)
export const dureeMandats = duree('mandats_ans', 'Un mandat terminé est gardé', 'ans', [1, 10, 30], 'Il prouve qui pouvait agir.')
export const dureeJournal = duree(
  'journal_ans',
  'Le détail du journal des actes est gardé',
  'ans',
  [1, 10, 30],
  'Au-delà, seule l’empreinte des lignes reste : la chaîne se vérifie toujours.',
)
export const dureeInvitations = duree('invitations_mois', 'Une invitation répondue ou expirée est gardée', 'mois', [1, 12, 60])
export const dureeInterets = duree('interets_ans', 'Un lien d’intérêts terminé est gardé', 'ans', [1, 5, 10])
export const dureeJetons = duree('jetons_jours', 'Un lien à usage unique expiré est gardé', 'jours', [1, 2, 30])
export const dureeTentatives = duree('tentatives_jours', 'Les échecs de connexion sont comptés', 'jours', [1, 1, 30])
export const dureeExports = duree('exports_jours', 'Un document composé à la demande est gardé', 'jours', [1, 30, 365])
