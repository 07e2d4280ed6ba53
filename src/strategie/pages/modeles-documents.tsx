import { canEditContrat, droitEspace, Espace } from '#contrat/index.ts'
import { RegleViolee } from '#platform/errors.ts'
import { sendFichier } from '#platform/fichiers/envoi.ts'
import { getFichier } from '#platform/fichiers/fichier.store.ts'
import { formatDate, jourParis } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import { createRoutes } from '#platform/http/routes.ts'
import { BilanErreurs, ChampFichier, Radios } from '#ui/champs.tsx'
import { FilAriane } from '#ui/pieces.tsx'
import { addModeleDocument } from '../commands/add-modele-document.ts'
import { archiveModeleDocument } from '../commands/archive-modele-document.ts'
import { getModeleDocument, listModelesDocument } from '../modele-document.store.ts'

export const routes = createRoutes()
const droitVoir = droitEspace('strategie.exporter')
const droitTenir = droitEspace('strategie.tenir_modeles', (agent, contrat) => canEditContrat(agent, contrat.id))

async function page(c: C, erreur?: RegleViolee) {
  const contrat = c.get('contrat')
  const modeles = await readHttp(c, (tx) => listModelesDocument(tx, contrat.id))
  const tient = canEditContrat(requireAgent(c), contrat.id)
  const base = `/espace/${contrat.adresse}/exporter/modeles`
  return c.html(
    <Espace c={c} titre="Modèles de documents" entree="exporter">
      <FilAriane etapes={[{ libelle: 'Exporter', href: `/espace/${contrat.adresse}/exporter` }, { libelle: 'Modèles de documents' }]} />
      <div class="pv-titre-page">
        <h1>Modèles de documents</h1>
        <p class="pv-note">
          Votre propre document Word ou ODT, avec des repères comme {'{intitule}'} ou {'{#objectifs}…{/objectifs}'} que Parvis remplit. Un
          repère inconnu est nommé dès l’ajout.
        </p>
      </div>
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      {modeles.length === 0 ? (
        <p>Aucun modèle pour l’instant : les documents ont l’apparence choisie pour ce contrat.</p>
      ) : (
        <ul class="pv-lignes">
          {modeles.map((modele) => (
            <li>
              <a href={`${base}/${modele.id}/fichier`}>{modele.nom}</a>{' '}
              <span class="pv-note">
                {modele.usage === 'fiche' ? 'pour une fiche' : 'pour le contrat'}, ajouté le {formatDate(jourParis(modele.ajouteLe))}
              </span>
              {tient && (
                <form method="post" action={`${base}/${modele.id}/archiver`} class="pv-en-ligne">
                  {' '}
                  <button
                    class="ds-button"
                    data-variant="tertiary"
                    data-size="xs"
                    type="submit"
                    aria-label={`Retirer le modèle ${modele.nom}`}
                  >
                    Retirer
                  </button>
                </form>
              )}
            </li>
          ))}
        </ul>
      )}
      {tient && (
        <section class="pv-section">
          <h2>Ajouter un modèle</h2>
          <form method="post" enctype="multipart/form-data" class="pv-formulaire">
            <ChampFichier nom="fichier" libelle="Fichier Word (.docx) ou ODT" requis accepte=".docx,.odt" erreurs={erreur?.champs} />
            <Radios
              nom="usage"
              legende="Il sert"
              valeur="fiche"
              options={[
                { valeur: 'fiche', libelle: 'pour une fiche' },
                { valeur: 'contrat', libelle: 'pour une branche ou le contrat entier' },
              ]}
            />
            <div class="pv-actions">
              <button class="ds-button" type="submit">
                Vérifier et ajouter
              </button>
            </div>
          </form>
        </section>
      )}
    </Espace>,
    erreur === undefined ? 200 : 422,
  )
}

routes.get('/espace/:contrat/exporter/modeles', droitVoir, (c) => page(c))

routes.post('/espace/:contrat/exporter/modeles', droitTenir, async (c) => {
  const saisie = await parseFormulaire(c)
  const { fichier } = saisie
  try {
    await actHttp(c, addModeleDocument, {
      contratId: c.get('contrat').id,
      nom: fichier instanceof File ? fichier.name : '',
      usage: saisie.usage,
      contenu: fichier instanceof File ? new Uint8Array(await fichier.arrayBuffer()) : undefined,
    })
  } catch (erreur) {
    if (erreur instanceof RegleViolee) return page(c, erreur)
    throw erreur
  }
  return c.redirect(`/espace/${c.get('contrat').adresse}/exporter/modeles`, 303)
})

routes.post('/espace/:contrat/exporter/modeles/:modele/archiver', droitTenir, async (c) => {
  await actHttp(c, archiveModeleDocument, { contratId: c.get('contrat').id, modeleId: c.req.param('modele') })
  return c.redirect(`/espace/${c.get('contrat').adresse}/exporter/modeles`, 303)
})

routes.get('/espace/:contrat/exporter/modeles/:modele/fichier', droitVoir, async (c) => {
  const { modele, fichier } = await readHttp(c, async (tx) => {
    const modele = await getModeleDocument(tx, c.get('contrat').id, c.req.param('modele') ?? '')
    return { modele, fichier: await getFichier(tx, modele.fichierId) }
  })
  return sendFichier(c, { ...fichier, nom: modele.nom })
})
