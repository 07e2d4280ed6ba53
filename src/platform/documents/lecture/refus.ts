import { RegleViolee } from '#platform/errors.ts'
import { formatOctets, LIMITES } from './limites.ts'

/** The sentences a reader says when it cannot read a file: each names the file and what to do. */
export const refus = {
  vide: (nom: string) => new RegleViolee(`Le fichier «\u00a0${nom}\u00a0» est vide.`),
  abime: (nom: string) =>
    new RegleViolee(
      `Le fichier «\u00a0${nom}\u00a0» est abîmé ou incomplet\u00a0: il n’a pas pu être lu. Ouvrez-le dans son logiciel, enregistrez-en une copie, puis réessayez.`,
    ),
  protege: (nom: string) =>
    new RegleViolee(
      `Le fichier «\u00a0${nom}\u00a0» est protégé par un mot de passe. Enregistrez-en une copie sans mot de passe, puis réessayez.`,
    ),
  tropGros: (nom: string, octets: number, limite: number = LIMITES.octetsEntree) =>
    new RegleViolee(
      `Le fichier «\u00a0${nom}\u00a0» est trop gros (${formatOctets(octets)})\u00a0: la limite est de ${formatOctets(limite)}. Allégez ses images ou coupez-le en plusieurs fichiers.`,
    ),
  bombe: (nom: string) =>
    new RegleViolee(
      `Le fichier «\u00a0${nom}\u00a0» se décompresse en un volume anormal (plus de ${formatOctets(LIMITES.octetsDecompresses)})\u00a0: il n’a pas été lu.`,
    ),
  tropDEntrees: (nom: string) =>
    new RegleViolee(
      `Le fichier «\u00a0${nom}\u00a0» contient plus de ${LIMITES.entrees.toLocaleString('fr-FR')} éléments\u00a0: il n’a pas été lu. Coupez-le en plusieurs fichiers.`,
    ),
  tropProfond: (nom: string) =>
    new RegleViolee(`Le fichier «\u00a0${nom}\u00a0» imbrique trop d’éléments les uns dans les autres\u00a0: il n’a pas été lu.`),
  tropLong: (nom: string) =>
    new RegleViolee(`Le fichier «\u00a0${nom}\u00a0» est trop long pour être lu en une fois. Coupez-le en plusieurs fichiers.`),
  dtd: (nom: string) =>
    new RegleViolee(
      `Le fichier «\u00a0${nom}\u00a0» contient une déclaration XML interdite (DTD ou entité)\u00a0: il n’a pas été lu. Enregistrez-le de nouveau depuis un traitement de texte.`,
    ),
  inconnu: (nom: string) =>
    new RegleViolee(
      `Le fichier «\u00a0${nom}\u00a0» n’est pas un document lisible. Formats acceptés\u00a0: .docx, .doc, .odt, .pdf, .html, .txt, .md, .xlsx, .xls, .ods, .csv, ou une archive .zip de tels fichiers.`,
    ),
  image: (nom: string) =>
    new RegleViolee(
      `Le fichier «\u00a0${nom}\u00a0» est une image\u00a0: elle ne contient pas de texte à lire. Donnez le document d’origine.`,
    ),
  presentation: (nom: string) =>
    new RegleViolee(
      `Le fichier «\u00a0${nom}\u00a0» est un diaporama\u00a0: ce format n’est pas lu. Exportez-le en PDF ou enregistrez son texte en .docx ou .odt.`,
    ),
  archive: (nom: string) =>
    new RegleViolee(
      `Le fichier «\u00a0${nom}\u00a0» est une archive .zip placée là où un seul document est attendu. Décompressez-la et donnez ses fichiers.`,
    ),
  archiveVide: (nom: string) => new RegleViolee(`L’archive «\u00a0${nom}\u00a0» ne contient aucun fichier.`),
  lent: (nom: string, secondes: number) =>
    new RegleViolee(
      `La lecture du fichier «\u00a0${nom}\u00a0» a été arrêtée après ${secondes}\u00a0secondes. Simplifiez-le ou coupez-le en plusieurs fichiers.`,
    ),
  gourmand: (nom: string) =>
    new RegleViolee(
      `La lecture du fichier «\u00a0${nom}\u00a0» a été arrêtée\u00a0: elle demandait trop de mémoire. Simplifiez-le ou coupez-le en plusieurs fichiers.`,
    ),
  interrompu: (nom: string) =>
    new RegleViolee(
      `La lecture du fichier «\u00a0${nom}\u00a0» s’est interrompue. Il est peut-être abîmé\u00a0: enregistrez-en une copie, puis réessayez.`,
    ),
}
