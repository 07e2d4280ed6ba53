import { PageSimple } from './gabarits.tsx'
import { Code } from './pieces.tsx'

/** Error page: what happened, what was kept, what to do, an incident number. */
export function PageErreur(props: {
  statut: 403 | 404 | 422 | 500
  message: string
  champs?: readonly { champ: string; message: string }[]
  incident: string
  connecte: boolean
  demo: boolean
  /** What would be needed, and who can give it. */
  pourquoi?: { phrases: readonly string[]; suite: { libelle: string; href: string } } | null
  recherche?: { action: string; valeur: string; trouvees: readonly { code: string; intitule: string; href: string; note: string }[] } | null
}) {
  const titres = {
    403: 'Vous n’avez pas accès à cette page',
    404: 'Cette page n’existe pas, ou plus',
    422: 'Ce n’est pas encore possible',
    500: 'Un incident nous a arrêtés',
  }
  return (
    <PageSimple titre={titres[props.statut]} classe="pv-erreur" demo={props.demo}>
      <p>
        <Code code={String(props.statut).split('').join('.')} taille="geant" />
      </p>
      <h1>{titres[props.statut]}</h1>
      <p>{props.message}</p>
      {props.champs !== undefined && props.champs.length > 0 && (
        <ul class="ds-list">
          {props.champs.map((champ) => (
            <li>{champ.message}</li>
          ))}
        </ul>
      )}
      {props.pourquoi && (
        <section class="pv-haut-1" aria-labelledby="pourquoi">
          <h2 id="pourquoi">Pourquoi, et à qui demander</h2>
          {props.pourquoi.phrases.map((phrase) => (
            <p>{phrase}</p>
          ))}
          <p>
            <a href={props.pourquoi.suite.href}>{props.pourquoi.suite.libelle}</a>
          </p>
        </section>
      )}
      {props.recherche && (
        <search>
          <form class="pv-recherche-nulle-part" action={props.recherche.action}>
            <div class="ds-field">
              <label for="re">Chercher dans le contrat</label>
              <input class="ds-input" id="re" name="q" type="search" value={props.recherche.valeur} />
            </div>
            <button class="ds-button" type="submit">
              Chercher
            </button>
          </form>
          {props.recherche.trouvees.length > 0 && (
            <ul class="pv-lignes pv-haut-2">
              {props.recherche.trouvees.map((trouvee) => (
                <li>
                  <Code code={trouvee.code} /> <a href={trouvee.href}>{trouvee.intitule}</a> <span class="pv-note">{trouvee.note}</span>
                </li>
              ))}
            </ul>
          )}
        </search>
      )}
      <p class="pv-note pv-haut-2">
        {props.statut === 500
          ? 'Rien n’a été enregistré à moitié. Réessayez ; si cela recommence, signalez l’incident '
          : 'Rien n’a été perdu. Si vous veniez d’un lien de Parvis, dites-le-nous en citant l’incident '}
        <strong>{props.incident}</strong>.{' '}
        {!props.connecte && props.statut !== 500 && (
          <>
            Vous n’êtes pas connecté : <a href="/connexion">se connecter</a>.
          </>
        )}
      </p>
    </PageSimple>
  )
}
