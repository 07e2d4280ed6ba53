import type { ColumnType } from 'kysely'
import type { ParDefaut } from '#platform/db/base.ts'
import type { CorpsCourriel, EnvoiCourriel, EtatCourriel } from './courriel.ts'
import type { Rythme } from './preferences.ts'

/** Tables of the mail, in the schema `platform`. */
export type TablesCourriel = {
  'platform.courriel': {
    id: string
    genre: string
    envoi: EnvoiCourriel
    personne_id: string | null
    destinataire: string | null
    objet: string | null
    corps: ColumnType<CorpsCourriel | null, string | null, string | null>
    message_id: ParDefaut<string | null>
    etat: EtatCourriel
    essais: ParDefaut<number>
    prochain_essai_le: ParDefaut<Date | null>
    prise: ParDefaut<string | null>
    pris_le: ParDefaut<Date | null>
    erreur: ParDefaut<string | null>
    recueil_le: ParDefaut<string | null>
    recueil_id: ParDefaut<string | null>
    cree_le: Date
    fini_le: ParDefaut<Date | null>
    efface_le: ParDefaut<Date | null>
  }
  'platform.courriel_preference': { personne_id: string; genre: string; rythme: Rythme; modifie_le: Date }
}
