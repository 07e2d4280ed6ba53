import { formatInstant } from '#platform/formats.ts'
import type { C } from '#platform/http/env.ts'
import { Message } from '#ui/pieces.tsx'

/** The link to hand over, shown once. */
export function LienMotDePasse({ c, lien }: { c: C; lien: { jeton: string; fin: Date; personne: { prenom: string; courriel: string } } }) {
  const origine = c.get('configuration').adresse ?? new URL(c.req.url).origin
  return (
    <>
      <Message ton="info">
        Ce lien ne sera plus affiché : copiez-le maintenant et transmettez-le vous-même à {lien.personne.prenom}, à l’adresse{' '}
        {lien.personne.courriel}.
      </Message>
      <div class="ds-field">
        <label for="lien">Lien à transmettre</label>
        <p data-field="description" id="lien-aide">
          Il sert une seule fois, jusqu’au {formatInstant(lien.fin)}. Qui le tient choisit le mot de passe du compte.
        </p>
        <input class="ds-input" id="lien" readonly value={`${origine}/mot-de-passe/${lien.jeton}`} aria-describedby="lien-aide" />
      </div>
    </>
  )
}
