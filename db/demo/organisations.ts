/** Organisations of the story: real names of public bodies, numbers that are nobody's, two twins to find and merge. */
import { sql } from 'kysely'
import { addDocumentOrganisationRow, addNomOrganisation, createOrganisationRow, refreshDoublons } from '#compte/index.ts'
import type { Tx } from '#platform/db/base.ts'
import { saveFichier } from '#platform/fichiers/fichier.store.ts'
import { createId } from '#platform/identifiants.ts'

type OrganisationEcrite = {
  cle: string
  nom: string
  type: string
  sigle?: string
  siret?: string
  rna?: string
  adresse?: readonly [string, string, string]
  representant?: readonly [string, string, string]
  noms?: readonly string[]
  /** Under which name it signs which contract. */
  signe?: readonly [string, string]
  /** Kind, first and last day, counted from today. */
  documents?: readonly (readonly [string, number, number | null])[]
}

const ORGANISATIONS: readonly OrganisationEcrite[] = [
  {
    cle: 'metropole',
    nom: 'Tours Métropole Val de Loire',
    sigle: 'TMVL',
    type: 'epci',
    siret: '00000003400017',
    adresse: ['1 place de l’Exemple', '37000', 'Tours'],
    representant: ['Hélène Garnier', 'vice-présidente déléguée', '2020-07-15'],
    noms: ['Tour(s)plus'],
    signe: ['tours-2015', 'Tours Métropole Val de Loire'],
  },
  { cle: 'auray', nom: 'Auray Quiberon Terre Atlantique', sigle: 'AQTA', type: 'epci', siret: '00000004200010' },
  {
    cle: 'joue',
    nom: 'Ville de Joué-lès-Tours',
    type: 'commune',
    siret: '00000005900014',
    adresse: ['2 rue de l’Exemple', '37300', 'Joué-lès-Tours'],
  },
  { cle: 'joue-double', nom: 'Mairie de Joué-lès-Tours', type: 'commune', signe: ['tours-2015', 'Ville de Joué-lès-Tours'] },
  { cle: 'ville-auray', nom: 'Ville d’Auray', type: 'commune' },
  { cle: 'prefecture', nom: 'Préfecture d’Indre-et-Loire', type: 'etat', siret: '00000006700017', signe: ['tours-2015', 'État'] },
  {
    cle: 'bailleur',
    nom: 'Tours Habitat',
    type: 'bailleur',
    siret: '00000007500010',
    adresse: ['3 allée de l’Exemple', '37000', 'Tours'],
    representant: ['Karim Bertin', 'directeur par intérim', '2025-09-01'],
    documents: [
      ['assurance', -400, -35],
      ['rib', -300, null],
      ['vigilance', -150, 30],
    ],
  },
  { cle: 'bailleur-double', nom: 'Office public de l’habitat Tours Habitat', type: 'bailleur', signe: ['tours-2015', 'Tours Habitat'] },
  { cle: 'conseil', nom: 'Conseil citoyen du Sanitas', type: 'conseil_citoyen' },
]

/** @returns ids by key */
export async function writeOrganisations(tx: Tx, now: Date): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const ecrite of ORGANISATIONS) {
    const id = createId(now.getTime())
    const [adresse = null, codePostal = null, commune = null] = ecrite.adresse ?? []
    const [representantNom = null, representantFonction = null, representantDepuis = null] = ecrite.representant ?? []
    await createOrganisationRow(
      tx,
      {
        id,
        nom: ecrite.nom,
        sigle: ecrite.sigle ?? null,
        type: ecrite.type,
        siren: ecrite.siret?.slice(0, 9) ?? null,
        siret: ecrite.siret ?? null,
        rna: ecrite.rna ?? null,
        adresse,
        codePostal,
        commune,
        representantNom,
        representantFonction,
        representantDepuis,
      },
      now,
    )
    for (const nom of ecrite.noms ?? []) await addNomOrganisation(tx, id, nom)
    ids.set(ecrite.cle, id)
  }
  await refreshDoublons(tx, null, now)
  return ids
}

/** Says which organisation each line of the signatories is. */
export async function linkSignataires(
  tx: Tx,
  contrat: { id: string; adresse: string },
  organisations: ReadonlyMap<string, string>,
): Promise<void> {
  for (const { cle, signe } of ORGANISATIONS) {
    if (signe?.[0] !== contrat.adresse) continue
    await sql`update contrat.signataire set organisation_id = ${organisations.get(cle)}
      where contrat_id = ${contrat.id} and organisation = ${signe[1]}`.execute(tx)
  }
}

/** Documents to look at: valid, soon out of date, out of date. */
export async function writeDocuments(tx: Tx, organisations: ReadonlyMap<string, string>, auteur: string, now: Date): Promise<void> {
  const jour = (ecart: number) => new Date(now.getTime() + ecart * 86_400_000).toISOString().slice(0, 10)
  for (const { cle, nom, documents } of ORGANISATIONS) {
    for (const [nature, debut, fin] of documents ?? []) {
      const fichier = await saveFichier(tx, { contenu: pdfOf(`${nature}, ${nom} (document d'exemple)`), type: 'application/pdf', now })
      const dates = { valableDu: jour(debut), valableJusqu: fin === null ? null : jour(fin) }
      const propre = { id: createId(now.getTime()), organisationId: organisations.get(cle) ?? '', nature, titre: null }
      const fichierDit = { nomFichier: `${nature}.pdf`, type: 'application/pdf', taille: fichier.taille, fichierId: fichier.id }
      await addDocumentOrganisationRow(tx, { ...propre, ...fichierDit, ...dates, ajouteLe: now }, auteur)
    }
  }
}

/** A page with one line of text. */
function pdfOf(texte: string): Uint8Array {
  const dessin = `BT /F1 14 Tf 60 760 Td (${texte.normalize('NFKD').replace(/[^\x20-\x27\x2a-\x7e]/g, '')}) Tj ET`
  const objets = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${dessin.length} >>\nstream\n${dessin}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let corps = '%PDF-1.4\n'
  const rangs = objets.map((objet, rang) => {
    const debut = corps.length
    corps += `${rang + 1} 0 obj\n${objet}\nendobj\n`
    return `${String(debut).padStart(10, '0')} 00000 n \n`
  })
  const table = corps.length
  corps += `xref\n0 ${objets.length + 1}\n0000000000 65535 f \n${rangs.join('')}trailer\n<< /Size ${objets.length + 1} /Root 1 0 R >>\n`
  return new TextEncoder().encode(`${corps}startxref\n${table}\n%%EOF\n`)
}
