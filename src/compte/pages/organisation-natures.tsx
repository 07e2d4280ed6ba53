import { RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { actHttp, type C, readHttp } from '#platform/http/env.ts'
import { parseFormulaire, type Saisie } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { BilanErreurs, ChampChoix, ChampTexte } from '#ui/champs.tsx'
import { PageSimple } from '#ui/gabarits.tsx'
import { FilAriane, Message } from '#ui/pieces.tsx'
import { declareNatureDocument, declareType } from '../commands/declare-nature-organisation.ts'
import { listTypesOrganisation } from '../organisation.store.ts'
import { LIBELLES_NUMEROS } from '../organisation.ts'
import { listNaturesDocument } from '../organisation-document.store.ts'
import { droitAdministration } from './droit-administration.ts'

const ADRESSE = '/organisations/natures'

/** Kinds of organisations and of documents: data that the administrators complete. */
export function addRoutesNatures(routes: Routes): void {
  routes.get(ADRESSE, droitAdministration, (c) => showNatures(c, {}))
  routes.post(ADRESSE, droitAdministration, async (c) => {
    const saisie = await parseFormulaire(c)
    const document = typed(saisie, 'de') === 'document'
    return orShow(
      async () => {
        if (document) await actHttp(c, declareNatureDocument, { ...saisie, libelle: saisie.document })
        else await actHttp(c, declareType, saisie)
        return c.redirect(`${ADRESSE}?fait=oui`, 303)
      },
      (erreur) => showNatures(c, saisie, document ? ofDocument(erreur) : erreur),
    )
  })
}

/** Both forms are on the page: the field of the document has a name of its own. */
function ofDocument({ message, champs }: RegleViolee): RegleViolee {
  return new RegleViolee(
    message,
    champs.map((faute) => (faute.champ === 'libelle' ? { ...faute, champ: 'document' } : faute)),
  )
}

async function showNatures(c: C, saisie: Saisie, erreur?: RegleViolee): Promise<Response> {
  const { types, natures } = await readHttp(c, async (tx) => ({
    types: await listTypesOrganisation(tx),
    natures: await listNaturesDocument(tx),
  }))
  const de = typed(saisie, 'de') === 'document' ? 'document' : 'organisation'
  const champ = (pour: 'organisation' | 'document', nom: string) => ({
    nom,
    valeur: pour === de ? typed(saisie, nom) : '',
    erreurs: pour === de ? erreur?.champs : undefined,
  })
  return c.html(
    <PageSimple titre="Natures d’organisations et de documents" demo={c.get('configuration').demo}>
      <FilAriane etapes={[{ libelle: 'Organisations', href: '/organisations' }, { libelle: 'Natures' }]} />
      <h1>Natures d’organisations et de documents</h1>
      {c.req.query('fait') === 'oui' && erreur === undefined && <Message ton="success">La nature est ajoutée à la liste.</Message>}
      <BilanErreurs message={erreur?.message} erreurs={erreur?.champs} />
      <section class="pv-section">
        <h2>Organisations</h2>
        <ul class="pv-lignes">
          {types.map(({ libelle, numeroAttendu }) => (
            <li>
              {libelle}
              <span class="pv-detail">numéro attendu : {LIBELLES_NUMEROS[numeroAttendu]}</span>
            </li>
          ))}
        </ul>
        <form method="post" action={ADRESSE} class="pv-formulaire pv-haut-1" novalidate>
          <input type="hidden" name="de" value="organisation" />
          <ChampTexte {...champ('organisation', 'libelle')} libelle="Nouvelle nature d’organisation" requis longueurMax={100} />
          <ChampChoix
            {...champ('organisation', 'numeroAttendu')}
            libelle="Numéro attendu"
            requis
            vide="À choisir"
            options={Object.entries(LIBELLES_NUMEROS).map(([valeur, libelle]) => ({ valeur, libelle }))}
          />
          <div class="pv-actions">
            <button class="ds-button" type="submit">
              Ajouter cette nature
            </button>
          </div>
        </form>
      </section>
      <section class="pv-section">
        <h2>Documents</h2>
        <ul class="pv-lignes">
          {natures.map(({ libelle, dureeMois, aide }) => (
            <li>
              {libelle}
              <span class="pv-detail">
                {dureeMois === null ? 'valable jusqu’à son remplacement' : `valable ${accorde(dureeMois, 'mois', 'mois')}`}
                {aide !== null && `. ${aide}`}
              </span>
            </li>
          ))}
        </ul>
        <form method="post" action={ADRESSE} class="pv-formulaire pv-haut-1" novalidate>
          <input type="hidden" name="de" value="document" />
          <ChampTexte {...champ('document', 'document')} libelle="Nouvelle nature de document" requis longueurMax={100} />
          <ChampTexte
            {...champ('document', 'dureeMois')}
            libelle="Durée usuelle, en mois"
            inputmode="numeric"
            aide="Vide : valable jusqu’à son remplacement."
          />
          <ChampTexte {...champ('document', 'aide')} libelle="Aide" longueurMax={300} />
          <div class="pv-actions">
            <button class="ds-button" data-variant="secondary" type="submit">
              Ajouter cette nature
            </button>
          </div>
        </form>
      </section>
    </PageSimple>,
    erreur === undefined ? 200 : 422,
  )
}
