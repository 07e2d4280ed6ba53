import { createRoutes } from '#platform/http/routes.ts'
import { ChampChoix, ChampLong, ChampTexte } from '#ui/champs.tsx'
import { texteDe } from '#ui/gestes-lignes.ts'
import { ecritPeriode } from '../calendrier.ts'
import { saveJalons } from '../commands/save-jalons.ts'
import { saveQuartiersNommes } from '../commands/save-quartiers-nommes.ts'
import { saveSignataires } from '../commands/save-signataires.ts'
import { ecritDate } from '../dates.ts'
import { LIBELLES_ROLES_SIGNATAIRES, ROLES_SIGNATAIRES } from '../signataire.ts'
import { addPageListe, saveWith } from './page-liste.tsx'

/** Who, where, when: parties, neighbourhoods, calendar; each list on its page. */
export const routesListesParties = createRoutes()

addPageListe(routesListesParties, {
  chemin: 'signataires',
  nom: 'signataires',
  titre: 'Signataires',
  chapeau:
    'L’État, l’intercommunalité et chaque commune concernée signent le contrat ; le Département et la Région aussi, les autres partenaires s’ils le veulent. La date de chacun dit où en est la signature.',
  legende: 'Qui signe le contrat',
  ajouter: 'Ajouter un signataire',
  vide: 'Aucun signataire pour l’instant.',
  ignores: ['role'],
  kept: (contrat) => contrat.signataires,
  typed: (contrat) => contrat.signataires,
  said: ({ organisation, role, signeLe }) =>
    `${organisation} (${LIBELLES_ROLES_SIGNATAIRES[role].toLowerCase()})${signeLe === null ? '' : `, ${ecritDate(signeLe)}`}`,
  nomLigne: (ligne, rang) => texteDe(ligne, 'organisation') || `Signataire ${rang + 1}`,
  save: saveWith(saveSignataires),
  champs: ({ prefixe, ligne }, { erreurs }) => (
    <>
      <ChampTexte
        nom={`${prefixe}organisation`}
        libelle="Organisation"
        valeur={texteDe(ligne, 'organisation')}
        longueurMax={300}
        erreurs={erreurs}
        requis
      />
      <ChampChoix
        nom={`${prefixe}role`}
        libelle="Signature"
        valeur={texteDe(ligne, 'role') || 'facultatif'}
        options={ROLES_SIGNATAIRES.map((role) => ({ valeur: role, libelle: LIBELLES_ROLES_SIGNATAIRES[role] }))}
        erreurs={erreurs}
        requis
      />
      <ChampTexte nom={`${prefixe}signeLe`} libelle="Date de signature" type="date" valeur={texteDe(ligne, 'signeLe')} erreurs={erreurs} />
      <ChampTexte
        nom={`${prefixe}representant`}
        libelle="Représentée par"
        valeur={texteDe(ligne, 'representant')}
        longueurMax={200}
        erreurs={erreurs}
      />
      <ChampTexte nom={`${prefixe}fonction`} libelle="Fonction" valeur={texteDe(ligne, 'fonction')} longueurMax={200} erreurs={erreurs} />
      <ChampTexte
        nom={`${prefixe}precisionRole`}
        libelle="À quel titre"
        valeur={texteDe(ligne, 'precisionRole')}
        longueurMax={200}
        erreurs={erreurs}
      />
    </>
  ),
})

addPageListe(routesListesParties, {
  chemin: 'quartiers',
  nom: 'quartiers',
  titre: 'Quartiers',
  chapeau: 'Les quartiers du contrat par leur nom, et les parties de chacun. Une partie se place juste sous son quartier.',
  legende: 'Quartiers et parties de quartier',
  ajouter: 'Ajouter un quartier ou une partie',
  vide: 'Aucun quartier pour l’instant.',
  ignores: ['place', 'commune'],
  kept: (contrat) => contrat.quartiers,
  typed: (contrat) => contrat.quartiers.map((quartier) => ({ ...quartier, place: quartier.parentId === null ? 'quartier' : 'partie' })),
  said: ({ nom, parentId, codeOfficiel }, contrat) => {
    const parent = contrat.quartiers.find((quartier) => quartier.id === parentId)
    return `${nom}${parent === undefined ? '' : `, partie de ${parent.nom}`}${codeOfficiel === null ? '' : ` (${codeOfficiel})`}`
  },
  nomLigne: (ligne, rang) => texteDe(ligne, 'nom') || `Ligne ${rang + 1}`,
  save: saveWith(saveQuartiersNommes),
  champs: ({ prefixe, ligne }, { contrat, erreurs }) => (
    <>
      <ChampTexte nom={`${prefixe}nom`} libelle="Nom" valeur={texteDe(ligne, 'nom')} longueurMax={200} erreurs={erreurs} requis />
      <ChampChoix
        nom={`${prefixe}place`}
        libelle="Place"
        valeur={texteDe(ligne, 'place') || 'quartier'}
        options={[
          { valeur: 'quartier', libelle: 'Quartier' },
          { valeur: 'partie', libelle: 'Partie du quartier au-dessus' },
        ]}
        erreurs={erreurs}
        requis
      />
      <ChampChoix
        nom={`${prefixe}commune`}
        libelle="Commune"
        valeur={texteDe(ligne, 'commune')}
        vide="Non précisée"
        options={communesPossibles(contrat.communes, texteDe(ligne, 'commune'))}
        erreurs={erreurs}
      />
      <ChampTexte
        nom={`${prefixe}codeOfficiel`}
        libelle="Code officiel"
        aide="QN03701M, QP037006…"
        valeur={texteDe(ligne, 'codeOfficiel')}
        longueurMax={20}
        erreurs={erreurs}
      />
      <div class="tout">
        <ChampLong
          nom={`${prefixe}description`}
          libelle="En une phrase"
          valeur={texteDe(ligne, 'description')}
          lignes={2}
          erreurs={erreurs}
        />
      </div>
    </>
  ),
})

addPageListe(routesListesParties, {
  chemin: 'calendrier',
  nom: 'jalons',
  titre: 'Calendrier',
  chapeau:
    'Les phases et les dates du contrat. Les phases peuvent se chevaucher. Écrivez une date comme vous la connaissez : 15/04/2027, avril 2027, T2 2027 ou 2027. Une seule date fait un jalon.',
  legende: 'Phases et jalons',
  ajouter: 'Ajouter une phase ou un jalon',
  vide: 'Aucune date pour l’instant.',
  ignores: ['rythme'],
  kept: (contrat) => contrat.jalons,
  typed: (contrat) =>
    contrat.jalons.map((jalon) => ({
      id: jalon.id,
      libelle: jalon.libelle,
      detail: jalon.detail,
      debut: jalon.debut === null ? '' : ecritDate(jalon.debut),
      fin: jalon.fin === null ? '' : ecritDate(jalon.fin),
      rythme: jalon.precision === 'au_fil_de_leau' ? 'au_fil_de_leau' : '',
    })),
  said: (jalon) => `${jalon.libelle} : ${ecritPeriode(jalon)}`,
  nomLigne: (ligne, rang) => texteDe(ligne, 'libelle') || `Ligne ${rang + 1}`,
  save: saveWith(saveJalons),
  champs: ({ prefixe, ligne }, { erreurs }) => (
    <>
      <div class="tout">
        <ChampTexte
          nom={`${prefixe}libelle`}
          libelle="Phase ou jalon"
          valeur={texteDe(ligne, 'libelle')}
          longueurMax={200}
          erreurs={erreurs}
          requis
        />
      </div>
      <ChampTexte nom={`${prefixe}debut`} libelle="Début" valeur={texteDe(ligne, 'debut')} longueurMax={40} erreurs={erreurs} />
      <ChampTexte nom={`${prefixe}fin`} libelle="Fin" valeur={texteDe(ligne, 'fin')} longueurMax={40} erreurs={erreurs} />
      <ChampChoix
        nom={`${prefixe}rythme`}
        libelle="Rythme"
        valeur={texteDe(ligne, 'rythme')}
        options={[
          { valeur: '', libelle: 'À ces dates' },
          { valeur: 'au_fil_de_leau', libelle: 'Au fil de l’eau' },
        ]}
        erreurs={erreurs}
        requis
      />
      <ChampTexte
        nom={`${prefixe}detail`}
        libelle="En quelques mots"
        valeur={texteDe(ligne, 'detail')}
        longueurMax={500}
        erreurs={erreurs}
      />
    </>
  ),
})

/** The communes of the contract, and the one already written if it is not one of them. */
function communesPossibles(communes: readonly { nom: string }[], actuelle: string): { valeur: string; libelle: string }[] {
  const noms = communes.map((commune) => commune.nom)
  return (actuelle === '' || noms.includes(actuelle) ? noms : [...noms, actuelle]).map((nom) => ({ valeur: nom, libelle: nom }))
}
