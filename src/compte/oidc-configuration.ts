/** Identity providers of this instance, as the environment lists them. Pure. */
import { z } from 'zod'

/** An identity provider that speaks OpenID Connect. */
export type Fournisseur = {
  /** Short name, in the addresses and in the database: it never changes. */
  id: string
  /** As people know it: « ProConnect ». */
  libelle: string
  /** Address of the issuer, as it signs its tokens. */
  emetteur: string
  clientId: string
  secret: string
  /** How the client proves itself at the token endpoint. */
  authentification: 'post' | 'basic'
  portees: readonly string[]
  /** Levels asked for; when `exige`, the ID token must bear one of them. */
  acr: { valeurs: readonly string[]; exige: boolean }
  /** Levels by which the provider vouches for a second factor: the person is not asked for hers again. */
  acrSecondFacteur: readonly string[]
  /** Where the person's claims are read: signed userinfo, plain userinfo over TLS, or the ID token alone. */
  userinfo: 'jwt' | 'json' | 'aucun'
  claims: { prenom: string; nom: string; siret: string }
  siret: 'exige' | 'note' | 'ignore'
  /** `repute`: this provider vouches for the addresses it gives although it sends no `email_verified`. */
  courriel: 'verifie' | 'repute'
  /** Linking to an account of the same address: by signing in to it once, or at once when both sides have proven the address. */
  liaison: 'preuve' | 'courriel'
  /** Origins besides the issuer's on which its endpoints may stand. */
  origines: readonly string[]
  /** Time given to each answer of the provider, in milliseconds. */
  delaiMs: number
  /** Page that explains the provider to people. */
  aide: { libelle: string; href: string } | null
}

const PREREGLAGES = {
  standard: {
    LIBELLE: undefined,
    PORTEES: 'openid profile email',
    USERINFO: 'json',
    CLAIM_PRENOM: 'given_name',
    CLAIM_NOM: 'family_name',
    SIRET: 'note',
    COURRIEL: 'verifie',
    ACR_SECOND_FACTEUR: '',
    aide: null,
  },
  // https://partenaires.proconnect.gouv.fr: the name is `usual_name`, the userinfo is a signed JWT, the siret is always sent.
  proconnect: {
    LIBELLE: 'ProConnect',
    PORTEES: 'openid email given_name usual_name uid siret idp_id',
    USERINFO: 'jwt',
    CLAIM_PRENOM: 'given_name',
    CLAIM_NOM: 'usual_name',
    SIRET: 'exige',
    COURRIEL: 'repute',
    ACR_SECOND_FACTEUR:
      'eidas2 eidas3 https://proconnect.gouv.fr/assurance/self-asserted-2fa https://proconnect.gouv.fr/assurance/consistency-checked-2fa',
    aide: { libelle: 'Qu’est-ce que ProConnect\u202f?', href: 'https://www.proconnect.gouv.fr/' },
  },
} as const

const texte = (manque: string) => z.string({ error: manque }).trim().min(1, manque).max(2000, 'cette valeur est trop longue.')
const mots = z.string().transform((valeur) => valeur.split(/\s+/).filter((mot) => mot !== ''))
const ouiNon = z.enum(['0', '1'], 'donnez 0 ou 1.').default('0')

const schema = z.strictObject({
  MODELE: z.enum(['standard', 'proconnect'], 'donnez standard ou proconnect.').optional(),
  LIBELLE: texte('donnez le nom sous lequel les gens connaissent ce fournisseur.'),
  EMETTEUR: texte('donnez l’adresse de l’émetteur, par exemple https://connexion.exemple.fr'),
  CLIENT: texte('donnez l’identifiant de client reçu du fournisseur.'),
  SECRET: texte('donnez le secret de client reçu du fournisseur.'),
  AUTHENTIFICATION: z.enum(['post', 'basic'], 'donnez post ou basic.').default('post'),
  PORTEES: mots.refine((portees) => portees.includes('openid'), 'la liste doit compter openid.'),
  ACR: mots.default([]),
  ACR_EXIGE: ouiNon,
  ACR_SECOND_FACTEUR: mots,
  USERINFO: z.enum(['jwt', 'json', 'aucun'], 'donnez jwt, json ou aucun.'),
  CLAIM_PRENOM: texte('donnez le nom du champ.'),
  CLAIM_NOM: texte('donnez le nom du champ.'),
  CLAIM_SIRET: texte('donnez le nom du champ.').default('siret'),
  SIRET: z.enum(['exige', 'note', 'ignore'], 'donnez exige, note ou ignore.'),
  COURRIEL: z.enum(['verifie', 'repute'], 'donnez verifie ou repute.'),
  LIAISON: z.enum(['preuve', 'courriel'], 'donnez preuve ou courriel.').default('preuve'),
  ORIGINES: mots.default([]),
  DELAI: z
    .string()
    .regex(/^([1-9]|[12]\d|30)$/, 'donnez un nombre de secondes, de 1 à 30.')
    .default('5'),
})

/**
 * Reads `PARVIS_OIDC` (names, separated by commas) and, for each, its `PARVIS_OIDC_<NAME>_…` variables.
 * @param options.production http is then refused, even for this machine
 * @throws Error with one French sentence that names the variable at fault
 */
export function parseFournisseurs(
  env: Readonly<Record<string, string | undefined>>,
  options: { production: boolean; adresse: string | null },
): Fournisseur[] {
  const noms = (env.PARVIS_OIDC ?? '')
    .split(/[,\s]+/)
    .map((nom) => nom.trim())
    .filter((nom) => nom !== '')
  for (const nom of noms) {
    if (!/^[a-z][a-z0-9]{0,29}$/.test(nom) || nom === 'credential') {
      throw fautive(
        'PARVIS_OIDC',
        `«\u00a0${nom}\u00a0» n’est pas un nom de fournisseur\u00a0: des minuscules et des chiffres, par exemple proconnect.`,
      )
    }
  }
  if (new Set(noms).size !== noms.length) throw fautive('PARVIS_OIDC', 'un nom y est deux fois.')
  const orpheline = Object.keys(env).find(
    (cle) => cle.startsWith('PARVIS_OIDC_') && !noms.some((nom) => cle.startsWith(prefixe(nom))) && env[cle] !== undefined,
  )
  if (orpheline !== undefined) throw fautive(orpheline, 'aucun fournisseur de ce nom n’est dans la liste PARVIS_OIDC.')
  if (noms.length > 0 && options.production && options.adresse === null) {
    throw fautive('PARVIS_URL', 'elle manque\u00a0: un fournisseur d’identité renvoie les personnes à l’adresse publique de Parvis.')
  }
  return noms.map((nom) => parseFournisseur(nom, env, options.production))
}

function parseFournisseur(id: string, env: Readonly<Record<string, string | undefined>>, production: boolean): Fournisseur {
  const debut = prefixe(id)
  const donnees = Object.fromEntries(
    Object.entries(env).flatMap(([cle, valeur]) =>
      cle.startsWith(debut) && valeur !== undefined && valeur.trim() !== '' ? [[cle.slice(debut.length), valeur]] : [],
    ),
  )
  const modele = (donnees.MODELE ?? id) === 'proconnect' ? 'proconnect' : 'standard'
  const { aide, ...defauts } = PREREGLAGES[modele]
  const lu = schema.safeParse({ ...defauts, ...donnees })
  if (!lu.success) {
    const [premiere] = lu.error.issues
    if (premiere?.code === 'unrecognized_keys') throw fautive(`${debut}${premiere.keys[0]}`, 'ce réglage n’existe pas.')
    throw fautive(`${debut}${premiere?.path.join('.') ?? ''}`, premiere?.message ?? 'valeur refusée.')
  }
  const valeurs = lu.data
  const exige = valeurs.ACR_EXIGE === '1'
  if (exige && valeurs.ACR.length === 0) throw fautive(`${debut}ACR`, 'elle manque\u00a0: ACR_EXIGE demande au moins un niveau.')
  return {
    id,
    libelle: valeurs.LIBELLE,
    emetteur: parseAdresse(`${debut}EMETTEUR`, valeurs.EMETTEUR, production).texte,
    clientId: valeurs.CLIENT,
    secret: valeurs.SECRET,
    authentification: valeurs.AUTHENTIFICATION,
    portees: valeurs.PORTEES,
    acr: { valeurs: valeurs.ACR, exige },
    acrSecondFacteur: valeurs.ACR_SECOND_FACTEUR,
    userinfo: valeurs.USERINFO,
    claims: { prenom: valeurs.CLAIM_PRENOM, nom: valeurs.CLAIM_NOM, siret: valeurs.CLAIM_SIRET },
    siret: valeurs.SIRET,
    courriel: valeurs.COURRIEL,
    liaison: valeurs.LIAISON,
    origines: valeurs.ORIGINES.map((origine) => parseAdresse(`${debut}ORIGINES`, origine, production).url.origin),
    delaiMs: Number(valeurs.DELAI) * 1000,
    aide,
  }
}

/** True when the address may be called: https, or http on this very machine outside production. */
export function isAdresseSure(url: URL, production: boolean): boolean {
  if (url.protocol === 'https:') return true
  return !production && url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
}

function parseAdresse(variable: string, valeur: string, production: boolean): { texte: string; url: URL } {
  const url = URL.parse(valeur)
  if (url === null || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw fautive(variable, 'donnez une adresse complète, par exemple https://connexion.exemple.fr')
  }
  if (!isAdresseSure(url, production)) throw fautive(variable, 'l’adresse doit commencer par https://')
  // The issuer is compared letter for letter: kept as it was written.
  return { texte: valeur.trim(), url }
}

function prefixe(id: string): string {
  return `PARVIS_OIDC_${id.toUpperCase()}_`
}

function fautive(variable: string, message: string): Error {
  return new Error(`Réglage ${variable}\u00a0: ${message}`)
}
