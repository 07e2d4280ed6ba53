import { raw } from 'hono/html'

/** What the page of a mail shows; every address is complete. */
export type LettreHtml = {
  titre: string
  /** Name of the site, under which the mail is signed. */
  site: string
  rubriques: readonly {
    titre?: string
    paragraphes: readonly string[]
    action?: { libelle: string; href: string }
    pourquoi: string
  }[]
  /** How to receive no more of it. */
  arret: { phrase: string; libelle: string; href: string } | null
}

const CORPS = 'margin:0 auto;padding:24px 16px;max-width:36em;font-family:Verdana,Arial,sans-serif;font-size:16px;line-height:1.5'
const PETIT = 'font-size:14px'

/** A mail as a page: headings in order, one column, no picture, nothing fetched. Its looks are written in it, as mail asks. */
export function Lettre({ titre, site, rubriques, arret }: LettreHtml) {
  const seule = rubriques.length === 1
  return (
    <>
      {raw('<!DOCTYPE html>')}
      <html lang="fr">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{titre}</title>
        </head>
        <body style={CORPS}>
          <h1 style="font-size:22px;line-height:1.3">{titre}</h1>
          {rubriques.map((rubrique) => (
            <>
              {!seule && rubrique.titre !== undefined && <h2 style="font-size:18px;line-height:1.3;margin-top:28px">{rubrique.titre}</h2>}
              {rubrique.paragraphes.map((paragraphe) => (
                <p style="white-space:pre-line">{paragraphe}</p>
              ))}
              {rubrique.action !== undefined && (
                <p>
                  <a
                    href={rubrique.action.href}
                    aria-label={seule || rubrique.titre === undefined ? undefined : `${rubrique.action.libelle}\u00a0: ${rubrique.titre}`}
                    style="font-weight:bold"
                  >
                    {rubrique.action.libelle}
                  </a>
                </p>
              )}
              {!seule && <p style={PETIT}>{rubrique.pourquoi}</p>}
            </>
          ))}
          <hr />
          {seule && rubriques[0] !== undefined && <p style={PETIT}>{rubriques[0].pourquoi}</p>}
          {arret !== null && (
            <p style={PETIT}>
              {arret.phrase} <a href={arret.href}>{arret.libelle}</a>
            </p>
          )}
          <p style={PETIT}>{site}</p>
        </body>
      </html>
    </>
  )
}
