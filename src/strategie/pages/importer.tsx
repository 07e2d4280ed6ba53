import { droitEspace, Espace } from '#contrat/index.ts'
import { RegleViolee } from '#platform/errors.ts'
import { accorde, formatInstant } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { BilanErreurs, ChampFichier, ChampTexte } from '#ui/champs.tsx'
import { FilAriane, T } from '#ui/pieces.tsx'
import { createLot } from '../commands/create-lot.ts'
import { type LotListe, listLots } from '../lot.store.ts'
import { canEditLibelles, canImportFiches } from '../lot-droits.ts'

export const routes = createRoutes()
export const droitImporter = droitEspace(
  'strategie.importer',
  (agent, contrat) => canImportFiches(agent, contrat.id) && contrat.archiveLe === null,
)

/** Formats said on the page and to the file chooser. */
const ACCEPTES = '.docx,.doc,.odt,.pdf,.html,.htm,.txt,.md,.xlsx,.xls,.ods,.csv,.zip'
const LOTS_MONTRES = 30

/** Address of the imports of the current contract. */
export function adresseImports(c: C, suite = ''): string {
  return `/espace/${c.get('contrat').adresse}/importer${suite}`
}

async function pageDepot(c: C, erreur?: RegleViolee, saisie: { libelle?: unknown } = {}) {
  const contrat = c.get('contrat')
  const lots = await readHttp(c, (tx) => listLots(tx, c.get('agent'), contrat.id, LOTS_MONTRES))
  return c.html(
    <Espace c={c} titre="Importer des fiches" entree="importer">
      <FilAriane etapes={[{ libelle: 'Stratégie', href: `/espace/${contrat.adresse}/strategie` }, { libelle: 'Importer' }]} />
      <div class="pv-titre-page">
        <h1>Importer des fiches</h1>
        <p class="pv-note-max">
          Déposez vos fiches comme elles sont. Parvis les lit, vous montre ce qu’il a compris, et rien ne devient une fiche avant votre
          relecture. Chaque paragraphe est placé, à classer, ou écarté avec sa raison : aucun ne se perd.
        </p>
      </div>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <form method="post" enctype="multipart/form-data" class="pv-formulaire pv-depot">
        <ChampFichier
          nom="fichiers"
          libelle="Vos fichiers"
          aide="Word, ODT, PDF, HTML, texte, tableur, ou un dossier compressé (.zip) qui les contient. Jusqu’à 50 Mo par fichier, 64 Mo par envoi."
          accepte={ACCEPTES}
          plusieurs
          requis
          erreurs={erreur?.champs}
        />
        <ChampTexte
          nom="libelle"
          libelle="Nom de cet import"
          aide="Pour le retrouver, par exemple « Fiches du pilier 2 ». Sans nom, celui du fichier."
          longueurMax={200}
          valeur={typeof saisie.libelle === 'string' ? saisie.libelle : ''}
          erreurs={erreur?.champs}
        />
        <div class="pv-actions">
          <button class="ds-button" type="submit">
            Lire ces fichiers
          </button>
        </div>
      </form>
      <section class="pv-section">
        <h2>Imports précédents</h2>
        {lots.length === 0 ? (
          <p class="pv-note">Aucun import dans ce contrat pour l’instant. Il paraîtra ici, avec ce qui reste à relire.</p>
        ) : (
          <Lots c={c} lots={lots} />
        )}
      </section>
      <p class="pv-note pv-haut-2">
        Vos documents emploient d’autres mots que les nôtres ?{' '}
        <a href={adresseImports(c, '/libelles')}>
          {canEditLibelles(requireAgent(c), contrat.id)
            ? 'Compléter le dictionnaire des étiquettes'
            : 'Voir le dictionnaire des étiquettes'}
        </a>
        .
      </p>
    </Espace>,
    erreur === undefined ? 200 : 422,
  )
}

function Lots({ c, lots }: { c: C; lots: readonly LotListe[] }) {
  return (
    <ul class="pv-lignes pv-lots">
      {lots.map((lot) => (
        <li>
          <a href={adresseImports(c, `/${lot.id}`)}>
            <T>{lot.libelle}</T>
          </a>
          <span class="pv-note">
            {formatInstant(lot.deposeLe)} · {accorde(lot.documents, 'document')}, {accorde(lot.fiches, 'fiche')}
          </span>
          <span class="pv-note">
            {lot.annuleLe !== null ? 'Annulé' : lot.aRelire > 0 ? <strong>{lot.aRelire} à relire</strong> : 'Relecture terminée'}
          </span>
        </li>
      ))}
    </ul>
  )
}

routes.get('/espace/:contrat/importer', droitImporter, (c) => pageDepot(c))

routes.post('/espace/:contrat/importer', droitImporter, async (c) => {
  const saisie = await parseFormulaire(c)
  try {
    const recus: unknown[] = Array.isArray(saisie.fichiers) ? saisie.fichiers : [saisie.fichiers]
    const fichiers: { nom: string; contenu: Uint8Array }[] = []
    for (const fichier of recus) {
      if (fichier instanceof File && fichier.name !== '')
        fichiers.push({ nom: fichier.name, contenu: new Uint8Array(await fichier.arrayBuffer()) })
    }
    const { lotId } = await actHttp(c, createLot, {
      contratId: c.get('contrat').id,
      libelle: typeof saisie.libelle === 'string' ? saisie.libelle : '',
      fichiers,
    })
    return c.redirect(adresseImports(c, `/${lotId}`), 303)
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return pageDepot(c, erreur, saisie)
    throw erreur
  }
})
