import { createRoutes } from '#platform/http/routes.ts'
import { Case, ChampChoix, ChampTexte } from '#ui/champs.tsx'
import { texteDe } from '#ui/gestes-lignes.ts'
import { completedChoix } from '../champs-fiche.ts'
import { saveChampsFiche } from '../commands/save-champs-fiche.ts'
import { saveNiveaux } from '../commands/save-niveaux.ts'
import { saveThemes } from '../commands/save-themes.ts'
import { NUMEROTATIONS, type Numerotation } from '../contrat.ts'
import { fentesContrat } from '../fentes.ts'
import { addPageListe, saveWith } from './page-liste.tsx'

/** What frames the strategy: levels, fields of the fiche, themes; each list on its page. */
export const routesListesCadre = createRoutes()

const LIBELLES_NUMEROTATIONS: Record<Numerotation, string> = {
  arabe: '1, 2, 3',
  romain: 'I, II, III',
  lettre: 'A, B, C',
  aucune: 'Sans numéro',
}

addPageListe(routesListesCadre, {
  chemin: 'niveaux',
  nom: 'niveaux',
  titre: 'Niveaux de la stratégie',
  chapeau:
    'Du plus large au plus précis, d’un à six niveaux, avec les mots de votre contrat. Un niveau qui porte déjà des éléments se renomme ; il ne se retire ni ne se déplace.',
  legende: 'Niveaux, de la racine aux fiches',
  ajouter: 'Ajouter un niveau',
  vide: 'Aucun niveau.',
  ignores: ['numerotation'],
  kept: (contrat) => contrat.niveaux,
  typed: (contrat) => contrat.niveaux.map((niveau) => ({ ...niveau, id: String(niveau.rang), feminin: niveau.feminin ? 'oui' : '' })),
  said: ({ rang, singulier, pluriel, numerotation }) =>
    `${rang}. ${singulier}, ${pluriel} (${LIBELLES_NUMEROTATIONS[numerotation].toLowerCase()})`,
  nomLigne: (ligne, rang) => `Niveau ${rang + 1}${texteDe(ligne, 'singulier') === '' ? '' : ` : ${texteDe(ligne, 'singulier')}`}`,
  save: saveWith(saveNiveaux),
  champs: ({ prefixe, ligne }, { erreurs }) => (
    <>
      <ChampTexte
        nom={`${prefixe}singulier`}
        libelle="Au singulier"
        valeur={texteDe(ligne, 'singulier')}
        longueurMax={60}
        erreurs={erreurs}
        requis
      />
      <ChampTexte
        nom={`${prefixe}pluriel`}
        libelle="Au pluriel"
        valeur={texteDe(ligne, 'pluriel')}
        longueurMax={60}
        erreurs={erreurs}
        requis
      />
      <ChampChoix
        nom={`${prefixe}numerotation`}
        libelle="Numérotation"
        valeur={texteDe(ligne, 'numerotation') || 'arabe'}
        options={NUMEROTATIONS.map((valeur) => ({ valeur, libelle: LIBELLES_NUMEROTATIONS[valeur] }))}
        erreurs={erreurs}
        requis
      />
      <Case nom={`${prefixe}feminin`} libelle="Mot féminin (« une orientation »)" coche={texteDe(ligne, 'feminin') === 'oui'} />
    </>
  ),
})

addPageListe(routesListesCadre, {
  chemin: 'champs',
  nom: 'champs',
  titre: 'Champs des fiches',
  chapeau:
    'Ce que les fiches de ce contrat renseignent, sous quel nom et dans quel ordre. Un champ décoché n’est plus montré ; ce qu’il contenait reste gardé.',
  legende: 'Champs, dans l’ordre de la fiche',
  vide: 'Aucun champ.',
  forme: 'dense',
  kept: (contrat) => contrat.champs,
  typed: (contrat) =>
    completedChoix(contrat.champs, fentesContrat().champsConnus).map(({ champ, libelle, utilise }) => ({
      champ,
      libelle,
      utilise: utilise ? 'oui' : '',
    })),
  said: ({ libelle, utilise }) => `${libelle}${utilise ? '' : ' (non utilisé)'}`,
  nomLigne: (ligne, rang) => texteDe(ligne, 'libelle') || `Champ ${rang + 1}`,
  save: saveWith(saveChampsFiche),
  champs: ({ prefixe, ligne }, { erreurs }) => (
    <>
      <input type="hidden" name={`${prefixe}champ`} value={texteDe(ligne, 'champ')} />
      <Case nom={`${prefixe}utilise`} libelle={`Utiliser « ${texteDe(ligne, 'libelle')} »`} coche={texteDe(ligne, 'utilise') === 'oui'} />
      <ChampTexte
        nom={`${prefixe}libelle`}
        libelle="Nom du champ"
        valeur={texteDe(ligne, 'libelle')}
        longueurMax={80}
        erreurs={erreurs}
        requis
      />
    </>
  ),
})

addPageListe(routesListesCadre, {
  chemin: 'themes',
  nom: 'themes',
  titre: 'Thèmes transversaux',
  chapeau:
    'Ils marquent les fiches et les niveaux du contrat, quel que soit leur pilier : jeunesse, égalité, lutte contre les discriminations…',
  legende: 'Thèmes',
  ajouter: 'Ajouter un thème',
  vide: 'Aucun thème pour l’instant.',
  forme: 'dense',
  kept: (contrat) => contrat.themes,
  typed: (contrat) => contrat.themes,
  said: (theme) => theme.libelle,
  nomLigne: (ligne, rang) => texteDe(ligne, 'libelle') || `Thème ${rang + 1}`,
  save: saveWith(saveThemes),
  champs: ({ prefixe, ligne }, { erreurs }) => (
    <ChampTexte nom={`${prefixe}libelle`} libelle="Thème" valeur={texteDe(ligne, 'libelle')} longueurMax={120} erreurs={erreurs} requis />
  ),
})
