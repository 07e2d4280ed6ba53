/** An organisation: a body that signs, pays, acts or is heard. Pure. */

/** Code of `compte.type_organisation`; the list is data. */
export type TypeOrganisation = { code: string; libelle: string }

export type Organisation = {
  id: string
  nom: string
  sigle: string | null
  type: string
  typeLibelle: string
  siren: string | null
  siret: string | null
}
