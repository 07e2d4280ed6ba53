import type { Child } from 'hono/jsx'
import type { Commande } from '#platform/acte.ts'
import { RegleViolee } from '#platform/errors.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { BilanErreurs } from '#ui/champs.tsx'
import { applyGeste, dropLignesVides, type Geste, parseGeste, type Saisi, texteDe } from '#ui/gestes-lignes.ts'
import { EnvoiParDefaut, type LigneSaisie, Lignes } from '#ui/lignes.tsx'
import { FilAriane } from '#ui/pieces.tsx'
import type { ContratComplet } from '../contrat.ts'
import { getContratComplet } from '../contrat-complet.store.ts'
import { canEditContrat } from '../droits.ts'
import { droitEspace, Espace } from '../espace.tsx'
import { empreinteListe, VersionPerimee } from '../verrou.ts'

/** The right of the pages that change a contract. */
export const droitModifier = droitEspace('contrat.modifier', (agent, contrat) => canEditContrat(agent, contrat.id))

/** A list of the contract that a page edits whole. */
export type PageListe<L> = {
  /** Path under /espace/:contrat/contrat/, and name of the list in the form and in the address of the result. */
  chemin: string
  nom: string
  titre: string
  chapeau: string
  legende: string
  /** Without it the rows are given: they only change places. */
  ajouter?: string
  vide: string
  forme?: 'large' | 'dense'
  /** The list as kept: its digest is what the form was opened on. */
  kept: (contrat: ContratComplet) => readonly L[]
  /** The kept list as its form shows it. */
  typed: (contrat: ContratComplet) => readonly Saisi[]
  /** A kept row in words, to compare two texts. */
  said: (ligne: L, contrat: ContratComplet) => string
  /** Fields that are always sent: a row where nothing else is typed is empty. */
  ignores?: readonly string[]
  nomLigne: (ligne: Saisi, rang: number) => string
  champs: (
    ligne: LigneSaisie,
    contexte: { contrat: ContratComplet; erreurs: readonly { champ: string; message: string }[] | undefined },
  ) => Child
  /** See `saveWith`. */
  save: (c: C, saisi: unknown) => Promise<unknown>
}

/** Runs a command with what the form sent, for the contract of the page. */
export function saveWith<E, T>(commande: Commande<E, T>): (c: C, saisi: unknown) => Promise<unknown> {
  return (c, saisi) => actHttp(c, commande, saisi)
}

/** Declares the two routes of a list: its form, and what becomes of it (a gesture on a row, a save, a conflict). */
export function addPageListe<L>(routes: Routes, page: PageListe<L>): void {
  const adresse = `/espace/:contrat/contrat/${page.chemin}`
  routes.get(adresse, droitModifier, async (c) => {
    const contrat = await readContrat(c)
    const saisi = { [page.nom]: page.typed(contrat), empreinte: empreinteListe(page.kept(contrat)) }
    return c.html(<Formulaire c={c} page={page} contrat={contrat} saisi={saisi} />)
  })
  routes.post(adresse, droitModifier, async (c) => {
    const envoye: Saisi = await parseFormulaire(c)
    const geste = parseGeste(envoye.action)
    const courant = c.get('contrat')
    const montre = async (saisi: Saisi, suite: { geste?: Geste; erreur?: RegleViolee; statut: 200 | 409 | 422 }) =>
      c.html(<Formulaire c={c} page={page} contrat={await readContrat(c)} saisi={saisi} {...suite} />, suite.statut)
    let saisi = envoye
    try {
      if (geste !== null) return await montre(applyGeste(envoye, geste), { geste, statut: 200 })
      // Rows that are given are never empty: a name wiped out is a fault, not a row to drop.
      if (page.ajouter !== undefined) saisi = dropLignesVides(envoye, page.nom, page.ignores)
      await page.save(c, { ...saisi, contratId: courant.id })
      return c.redirect(`/espace/${courant.adresse}/contrat?fait=${page.chemin}#${page.chemin}`, 303)
    } catch (erreur) {
      if (!(erreur instanceof RegleViolee)) throw erreur
      return montre(saisi, { erreur, statut: erreur instanceof VersionPerimee ? 409 : 422 })
    }
  })
}

function readContrat(c: C): Promise<ContratComplet> {
  return readHttp(c, (tx) => getContratComplet(tx, c.get('contrat').id))
}

function Formulaire<L>(props: { c: C; page: PageListe<L>; contrat: ContratComplet; saisi: Saisi; geste?: Geste; erreur?: RegleViolee }) {
  const { c, page, contrat, saisi, erreur } = props
  const perimee = erreur instanceof VersionPerimee ? erreur : null
  const base = `/espace/${contrat.adresse}`
  return (
    <Espace c={c} titre={page.titre} entree="contrat">
      <FilAriane etapes={[{ libelle: 'Contrat', href: `${base}/contrat` }, { libelle: page.titre }]} />
      <div class="pv-titre-page">
        <h1>{page.titre}</h1>
        <p class="pv-note pv-note-max">
          {page.chapeau} <a href={`${base}/historique/contrat/${contrat.id}?acte=contrat.enregistrer_${page.chemin}`}>Historique</a>
        </p>
      </div>
      <form method="post" class="pv-formulaire pv-formulaire-large">
        <EnvoiParDefaut />
        {perimee === null ? (
          <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
        ) : (
          <Perimee message={perimee.message}>
            <h3>Ce qui est enregistré aujourd’hui</h3>
            {page.kept(contrat).length === 0 ? (
              <p>La liste est vide.</p>
            ) : (
              <ol class="ds-list">
                {page.kept(contrat).map((ligne) => (
                  <li>{page.said(ligne, contrat)}</li>
                ))}
              </ol>
            )}
          </Perimee>
        )}
        <input type="hidden" name="empreinte" value={perimee?.actuelle ?? texteDe(saisi, 'empreinte')} />
        <Lignes
          nom={page.nom}
          legende={perimee === null ? page.legende : `${page.legende} : votre saisie`}
          ajouter={page.ajouter}
          vide={page.vide}
          saisi={saisi}
          geste={props.geste ?? null}
          erreurs={erreur?.champs}
          nomLigne={page.nomLigne}
          forme={page.forme ?? 'large'}
          champs={(ligne) => page.champs(ligne, { contrat, erreurs: erreur?.champs })}
        />
        <div class="pv-boutons">
          <button class="ds-button" type="submit" name="action" value="enregistrer">
            {perimee === null ? 'Enregistrer' : 'Enregistrer ma saisie à la place'}
          </button>
          <a class="ds-button" data-variant="secondary" href={`${base}/contrat#${page.chemin}`}>
            Ne rien changer
          </a>
        </div>
      </form>
    </Espace>
  )
}

/** Someone has saved meanwhile: what is kept is shown beside what was typed, and nothing is lost. */
export function Perimee({ message, children }: { message: string; children: Child }) {
  return (
    <section class="ds-alert pv-message pv-perimee" data-color="warning" role="alert" aria-labelledby="perimee">
      <h2 id="perimee">Deux textes à comparer</h2>
      <p>{message}</p>
      {children}
    </section>
  )
}
