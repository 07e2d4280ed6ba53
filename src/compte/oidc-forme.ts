/** Shapes of what we carry about an identity between two requests or hand to a command. Pure. */
import { z } from 'zod'
import type { Identite } from './oidc.ts'

export const nomFournisseur = z.string({ error: 'Fournisseur manquant.' }).regex(/^[a-z][a-z0-9]{0,29}$/, 'Ce fournisseur n’est pas connu.')

export const formeIdentite: z.ZodType<Identite> = z.object({
  fournisseur: nomFournisseur,
  emetteur: z.string().min(1).max(2000),
  sub: z.string().min(1).max(255),
  courriel: z.string().max(254).nullable(),
  preuveCourriel: z.enum(['verifiee', 'reputee', 'aucune']),
  prenom: z.string().max(100),
  nom: z.string().max(100),
  siret: z
    .string()
    .regex(/^\d{14}$/)
    .nullable(),
})

/** What the browser carries from the departure to the return. */
export const formeDepart = z.object({
  fournisseur: nomFournisseur,
  etat: z.string().min(1),
  nonce: z.string().min(1),
  verifieur: z.string().min(1),
  suite: z.string(),
  /** Set when a person already signed in links the provider to her account. */
  personneId: z.string().nullable(),
})
export type Depart = z.infer<typeof formeDepart>

/** An identity that waits for its holder to sign in to the account of the same address. */
export const formeAttente = z.object({ identite: formeIdentite, utilisateurId: z.string() })
export type Attente = z.infer<typeof formeAttente>
