/** A person who left a trace in every kind of table, for the tests of the copy of one's data and of the erasure. */
import { sql } from 'kysely'
import { noteEvenement } from '#platform/audit/audit.store.ts'
import { enqueueCourriel } from '#platform/courriel/courriel.store.ts'
import type { Tx } from '#platform/db/base.ts'
import { createId } from '#platform/identifiants.ts'

export const ZOE = { prenom: 'Zéphyrine', nom: 'Quatrefages', courriel: 'zephyrine.quatrefages@exemple.fr', adresse: '203.0.113.77' }

export type Partout = { personneId: string; utilisateurId: string; autreId: string; contratId: string; mandatId: string; ligneId: string }

/** Creates her, another person, a contract, and her traces. @param tx sees every contract */
export async function createPersonnePartout(tx: Tx, now: Date): Promise<Partout> {
  const id = () => createId(now.getTime())
  const [personneId, utilisateurId, autreId, organisationId, contratId, mandatId, ficheId] = [id(), id(), id(), id(), id(), id(), id()]
  const [identiteId, sessionId, sourceId, lotId, interetId] = [id(), id(), id(), id(), id()]
  const citee = `${ZOE.prenom} ${ZOE.nom}`
  const hex = (graine: string) => graine.repeat(64).slice(0, 64)
  const run = async (requetes: readonly ReturnType<typeof sql>[]) => {
    for (const requete of requetes) await requete.execute(tx)
  }
  await run([
    sql`insert into compte.personne (id, prenom, nom, fonction) values (${personneId}, ${ZOE.prenom}, ${ZOE.nom}, ${`Cabinet ${ZOE.nom}`}), (${autreId}, 'Autre', 'Personne', null)`,
    sql`insert into compte.utilisateur (id, personne_id, nom, courriel) values (${utilisateurId}, ${personneId}, ${citee}, ${ZOE.courriel})`,
    sql`insert into compte.utilisateur (id, personne_id, nom, courriel) values (${id()}, ${autreId}, 'Autre Personne', 'autre@exemple.fr')`,
    sql`insert into compte.organisation (id, nom, type) values (${organisationId}, 'Association d’essai', 'association')`,
    sql`insert into contrat.contrat (id, adresse, titre, generation, epci_nom) values (${contratId}, 'partout', 'Contrat', 'autre', 'EPCI')`,
    sql`insert into compte.mandat (id, personne_id, organisation_id, role, contrat_id, debut) values (${mandatId}, ${personneId}, ${organisationId}, 'bailleur', ${contratId}, '2024-01-01')`,
    sql`insert into compte.mandat (id, personne_id, organisation_id, role, contrat_id, debut, cree_par) values (${id()}, ${autreId}, ${organisationId}, 'financeur', ${contratId}, '2024-01-01', ${personneId})`,
    sql`insert into compte.mandat_choisi (personne_id, contrat_id, mandat_id, choisi_le) values (${personneId}, ${contratId}, ${mandatId}, ${now})`,
    sql`insert into compte.session (id, utilisateur_id, jeton, expire_le, adresse_ip, navigateur) values (${sessionId}, ${utilisateurId}, 'jeton-secret', ${now}::timestamptz + interval '1 day', ${ZOE.adresse}, 'Firefox')`,
    sql`insert into compte.session_oidc (session_id, fournisseur, jeton_scelle) values (${sessionId}, 'proconnect', 'scelle-secret')`,
    sql`insert into compte.identite (id, utilisateur_id, fournisseur, compte_externe, mot_de_passe) values (${identiteId}, ${utilisateurId}, 'credential', ${utilisateurId}, 'empreinte-secrete')`,
    sql`insert into compte.identite_oidc (identite_id, emetteur, courriel, relie_le, derniere_connexion_le) values (${identiteId}, 'https://idp.exemple', ${ZOE.courriel}, ${now}, ${now})`,
    sql`insert into compte.verification (id, identifiant, valeur, expire_le) values (${id()}, 'x', ${JSON.stringify({ courriel: ZOE.courriel })}, ${now})`,
    sql`insert into compte.jeton (id, genre, empreinte, utilisateur_id, envoye_a, expire_le, cree_le) values (${id()}, 'connexion', ${hex('a1')}, ${utilisateurId}, ${ZOE.courriel}, ${now}, ${now})`,
    sql`insert into compte.second_facteur (utilisateur_id, secret_chiffre, cree_le) values (${utilisateurId}, 'chiffre-secret', ${now})`,
    sql`insert into compte.code_recuperation (utilisateur_id, empreinte) values (${utilisateurId}, ${hex('b2')})`,
    sql`insert into compte.inscription (id, courriel, prenom, nom, empreinte, expire_le, cree_le) values (${id()}, ${ZOE.courriel}, ${ZOE.prenom}, ${ZOE.nom}, ${hex('c3')}, ${now}, ${now})`,
    sql`insert into compte.invitation (id, contrat_id, contrat_titre, courriel, prenom, nom, organisation_id, role, debut, empreinte, expire_le, envoyee_le, invite_par, cree_le, acceptee_le, acceptee_par)
      values (${id()}, ${contratId}, 'Contrat', ${ZOE.courriel}, ${ZOE.prenom}, ${ZOE.nom}, ${organisationId}, 'bailleur', '2024-01-01', ${hex('d4')}, ${now}, ${now}, ${autreId}, ${now}, ${now}, ${personneId})`,
    sql`insert into compte.persona (personne_id, presentation, ordre) values (${personneId}, ${`Je suis ${citee}`}, 1)`,
    sql`insert into compte.interet_declare (id, personne_id, organisation_id, nature, debut, cree_le) values (${interetId}, ${personneId}, ${organisationId}, 'benevole', '2024-01-01', ${now})`,
    sql`insert into compte.acces_justifie (id, contrat_id, personne_id, motif, ouvert_le, fin) values (${id()}, ${contratId}, ${autreId}, ${`Aider ${citee} à retrouver sa fiche`}, ${now}, ${now}::timestamptz + interval '1 hour')`,
    sql`insert into contrat.visite (contrat_id, personne_id, derniere_le) values (${contratId}, ${personneId}, ${now})`,
    sql`insert into contrat.signataire (id, contrat_id, organisation, representant, fonction, role, ordre) values (${id()}, ${contratId}, 'Ville', ${citee}, 'Maire', 'pilote', 1)`,
    sql`insert into contrat.version (id, contrat_id, numero, motif, contenu, sha256, cree_le, cree_par) values (${id()}, ${contratId}, 1, 'Signature', ${JSON.stringify({ signataire: citee })}, ${hex('e5')}, ${now}, ${personneId})`,
    sql`insert into strategie.fiche (id, contrat_id, numero, code, kind, intitule, texte_recherche, modifie_par) values (${ficheId}, ${contratId}, 1, '1', 'action', ${`Atelier de ${citee}`}, ${citee}, ${personneId})`,
    sql`insert into strategie.commentaire (id, fiche_id, texte, auteur_id, organisation, ecrit_le) values (${id()}, ${ficheId}, ${`D’accord. ${citee}`}, ${personneId}, 'Ville', ${now})`,
    sql`insert into strategie.import_lot (id, contrat_id, libelle, depose_par, depose_le) values (${lotId}, ${contratId}, 'Fiches', ${personneId}, ${now})`,
    sql`insert into strategie.import_source (id, lot_id, ordre, nom, sha256, blocs) values (${sourceId}, ${lotId}, 0, ${`${ZOE.nom}.docx`}, ${hex('f6')}, ${JSON.stringify([{ texte: citee }])}::jsonb)`,
    sql`insert into platform.courriel_preference (personne_id, genre, rythme, modifie_le) values (${personneId}, '*', 'semaine', ${now})`,
    sql`insert into platform.tache (id, genre, demandeur_id, parametres, message, etat, finie_le) values (${id()}, 'essai', ${personneId}, ${JSON.stringify({ a: ZOE.courriel })}::jsonb, ${`Pour ${citee}`}, 'faite', ${now})`,
    sql`insert into compte.cloture (id, personne_id, motif, raison, demandee_le, prevue_le, annulee_le) values (${id()}, ${personneId}, 'administration', ${`Courrier de ${citee}`}, ${now}, ${now}, ${now})`,
  ])
  const mail = {
    genre: 'invitation',
    objet: `Bienvenue ${citee}`,
    corps: [`Bonjour ${citee}`],
    pourquoi: 'Essai.',
    envoi: 'immediat' as const,
  }
  await enqueueCourriel(tx, { ...mail, a: { courriel: ZOE.courriel, personneId } }, now)
  const autre = await enqueueCourriel(tx, { ...mail, a: { courriel: 'autre@exemple.fr', personneId: autreId } }, now)
  await sql`update platform.courriel set etat = 'envoye', fini_le = ${now} where id = ${autre}`.execute(tx)
  const evenement = { commande: 'essai.noter', acteurId: autreId, requeteId: 'r', now, avant: null, apres: null }
  const ligne = (trace: { contratId: string | null; objet: { type: string; id: string }; libelle: string; apres?: unknown }) =>
    noteEvenement(tx, { ...evenement, ...trace })
  await ligne({ contratId, objet: { type: 'mandat', id: mandatId }, libelle: `Mandat de ${citee} donné` })
  await ligne({
    contratId,
    objet: { type: 'fiche', id: ficheId },
    libelle: 'Fiche modifiée',
    apres: { animateur: { nom: ZOE.nom.toUpperCase(), prenom: 'Zephyrine' } },
  })
  await ligne({
    contratId: null,
    objet: { type: 'personne', id: personneId },
    libelle: 'Connexion refusée',
    apres: { courriel: ZOE.courriel },
  })
  await ligne({ contratId, objet: { type: 'fiche', id: ficheId }, libelle: 'Fiche 1 validée' })
  await noteEvenement(tx, {
    ...evenement,
    acteurId: personneId,
    contratId,
    objet: { type: 'fiche', id: ficheId },
    libelle: 'Fiche 1 soumise',
  })
  return { personneId, utilisateurId, autreId, contratId, mandatId, ligneId: ficheId }
}
