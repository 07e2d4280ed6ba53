-- Personal data. Each column that may hold some says so where it is, by its comment, in one of two forms:
--   personnel | finalite: … | base: … | conservation: … [| effacement: ligne, vide, mention, remplace or garde (reason)] [| secret]
--   non personnel: reason
-- The register of processings, the export of one's data and the erasure are read from there: a new table enters them by its
-- comments, and a test fails as long as a column says nothing.

-- Every column of ours, what it points at, what it says of itself. `a_declarer`: a person may stand in it, by its type (free
-- text, json, bytes, network address), by a reference, or by its name.
create view platform.colonne as
  select n.nspname::text as schema, t.relname::text as tableau, a.attname::text as nom, a.attnum::integer as rang,
    format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as obligatoire,
    col_description(t.oid, a.attnum) as declaration,
    cible.nom as cible, cible.cascade as cible_cascade,
    exists (select from pg_constraint k where k.conrelid = t.oid and k.contype = 'p' and a.attnum = any(k.conkey)) as cle,
    y.typcategory = 'S' or y.typcategory = 'I' or y.typname in ('json', 'jsonb', 'bytea', 'tsvector', 'xml')
      or (y.typcategory = 'A' and e.typcategory = 'S')
      or coalesce(cible.nom in ('compte.personne', 'compte.utilisateur'), false)
      or a.attname ~ '(_par|^prenom|^nom|courriel|telephone|adresse|naissance|navigateur|^ip|_ip|representant|^signataire)$'
      or a.attname ~ '^(acteur|auteur|demandeur|personne|utilisateur|signataire|destinataire|representant)(_id)?$' as a_declarer
  from pg_class t
  join pg_namespace n on n.oid = t.relnamespace
  join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
  join pg_type y on y.oid = a.atttypid
  left join pg_type e on e.oid = y.typelem
  left join lateral (
    select cn.nspname || '.' || ct.relname as nom, c.confdeltype = 'c' as cascade
    from pg_constraint c join pg_class ct on ct.oid = c.confrelid join pg_namespace cn on cn.oid = ct.relnamespace
    where c.contype = 'f' and c.conrelid = t.oid and c.conkey = array[a.attnum]
    order by ct.relname limit 1
  ) cible on true
  where t.relkind in ('r', 'p') and n.nspname not in ('information_schema', 'public', 'graphile_worker') and n.nspname !~ '^pg_';
grant select on platform.colonne to parvis_app;

-- Columns that hold no personal data, by table. `code`: one of a closed list. `cle`: a digest or an address of the machine.
do $$
declare
  d record;
  colonne text;
begin
  for d in select * from (values
    ('compte.type_organisation', 'code libelle numero_attendu', 'liste de la plateforme'),
    ('compte.matiere_signature', 'code libelle roles', 'liste de la plateforme'),
    ('compte.nature_document', 'code libelle aide', 'liste de la plateforme'),
    ('compte.traitement_reference', 'nom_table colonne traitement un plusieurs', 'liste de la plateforme'),
    ('compte.departement_sans_rna', 'departement registre', 'liste de la plateforme'),
    ('compte.organisation', 'nom sigle type siren siret rna inscription_locale adresse code_postal commune cle', 'identité d’une personne morale'),
    ('compte.organisation_nom', 'nom cle', 'autre nom d’une personne morale'),
    ('compte.organisation_document', 'nature type', 'code'),
    ('compte.organisation_doublon', 'raisons', 'codes'),
    ('compte.mandat', 'role qualite communes suppleance', 'code ; le mandat se rattache à la personne par personne_id'),
    ('compte.delegation_matiere', 'matiere', 'code'),
    ('compte.lot_mandats', 'genre', 'code'),
    ('compte.mandat_suspendu', 'fournisseur', 'nom d’un fournisseur d’identité'),
    ('compte.identite_oidc', 'emetteur', 'adresse d’un fournisseur d’identité'),
    ('compte.session_oidc', 'fournisseur', 'nom d’un fournisseur d’identité'),
    ('compte.session', 'moyen', 'code'),
    ('compte.jeton', 'genre suite moyen', 'code ou adresse d’une page'),
    ('compte.jeton', 'empreinte', 'empreinte d’un secret tiré au hasard'),
    ('compte.code_recuperation', 'empreinte', 'empreinte d’un secret tiré au hasard'),
    ('compte.inscription', 'empreinte', 'empreinte d’un secret tiré au hasard'),
    ('compte.invitation', 'empreinte', 'empreinte d’un secret tiré au hasard'),
    ('compte.invitation', 'contrat_titre role communes qualite suppleance', 'code ou nom d’un contrat'),
    ('contrat.generation', 'code libelle nom_quartiers source', 'liste de la plateforme'),
    ('contrat.contrat', 'adresse titre generation epci_siren epci_nom statut statut_avant_archive', 'identité du contrat'),
    ('contrat.commune', 'code_insee nom', 'référentiel géographique'),
    ('contrat.quartier_nomme', 'nom commune code_officiel', 'lieu'),
    ('contrat.niveau', 'singulier pluriel numerotation', 'vocabulaire du contrat'),
    ('contrat.champ_fiche', 'champ libelle', 'vocabulaire du contrat'),
    ('contrat.theme', 'libelle', 'vocabulaire du contrat'),
    ('contrat.jalon', 'debut fin precision', 'date'),
    ('contrat.document', 'type', 'code'),
    ('contrat.signataire', 'organisation role', 'organisation signataire'),
    ('contrat.version', 'sha256', 'empreinte'),
    ('platform.audit_chaine', 'chaine derniere_empreinte', 'empreinte'),
    ('platform.audit_ligne', 'chaine commande objet_type requete_id empreinte_contenu empreinte_precedente empreinte', 'code ou empreinte'),
    ('platform.audit_ligne', 'objet_id', 'identifiant d’un objet ; celui d’une personne effacée ne dit plus qui elle était'),
    ('platform.audit_contenu', 'sel', 'octets tirés au hasard'),
    ('platform.courriel', 'genre envoi message_id etat', 'code'),
    ('platform.courriel_preference', 'genre rythme', 'code'),
    ('platform.fichier', 'sha256 type', 'empreinte ou code'),
    ('platform.reglage', 'cle', 'code'),
    ('platform.tache', 'genre etat', 'code'),
    ('publication.telechargement', 'format nom type', 'nom d’un document public du contrat'),
    ('strategie.ancien_code', 'objet_type code', 'code'),
    ('strategie.deplacement', 'avant apres', 'codes et places dans l’arbre'),
    ('strategie.commentaire', 'champ', 'code'),
    ('strategie.commentaire', 'organisation', 'organisation au nom de qui la remarque est faite'),
    ('strategie.fiche', 'code kind calendrier_texte calendrier_precision statut', 'code ou date'),
    ('strategie.fiche_ligne', 'champ etat type_echelle genre role nature debut fin precision lien_code', 'code ou date'),
    ('strategie.fiche_version', 'sha256 acte', 'code'),
    ('strategie.import_fiche', 'etat', 'code'),
    ('strategie.import_source', 'format sha256', 'code ou empreinte'),
    ('strategie.libelle_import', 'champ variante', 'vocabulaire du contrat'),
    ('strategie.modele_document', 'nom usage', 'nom d’un modèle de document'),
    ('strategie.noeud', 'code', 'code'),
    ('territoire.commune', 'code type nom commune_actuelle departement_code region_code epci_siren siren codes_postaux cle reference', 'référentiel géographique'),
    ('territoire.departement', 'code nom region_code', 'référentiel géographique'),
    ('territoire.epci', 'siren nom type departements cle reference', 'référentiel géographique'),
    ('territoire.epci_commune', 'epci_siren commune_code', 'référentiel géographique'),
    ('territoire.reference_version', 'source version', 'référentiel géographique'),
    ('territoire.region', 'code nom', 'référentiel géographique')
  ) as v (tableau, colonnes, raison) loop
    foreach colonne in array string_to_array(d.colonnes, ' ') loop
      execute format('comment on column %s.%I is %L', d.tableau, colonne, 'non personnel: ' || d.raison);
    end loop;
  end loop;
end
$$;

-- Columns that hold some. `ligne`: the row goes with the person. `vide`: the column is emptied. `mention`: emptied where the
-- person is named. `remplace`: « Personne effacée n° … ». `garde`: kept, and why. Without a word: a reference, which then
-- points at nobody any more. `sujet`: this reference says whose row it is. `secret`: never given out.
do $$
declare
  d record;
  colonne text;
  mission constant text := 'mission d’intérêt public (RGPD, article 6.1.e)';
  archives constant text := 'garde (archives publiques du contrat : code du patrimoine, article L. 211-1 ; RGPD, article 17.3.b et d)';
begin
  for d in select * from (values
    ('compte.personne', 'prenom nom', 'savoir qui agit sur le contrat', mission, 'durée du compte, puis remplacé', 'effacement: remplace'),
    ('compte.personne', 'fonction', 'savoir à quel titre une personne agit', mission, 'durée du compte', 'effacement: vide'),
    ('compte.mandat', 'personne_id', 'savoir qui tient quel mandat', mission, '{compte.mandats_ans} ans après la fin du mandat', null),
    ('compte.mandat', 'retire_par cree_par', 'savoir qui a donné ou retiré le mandat', mission, '{compte.mandats_ans} ans après la fin du mandat', null),
    ('compte.utilisateur', 'personne_id nom courriel image', 'ouvrir un compte et écrire à son titulaire', mission, 'durée du compte', 'effacement: ligne'),
    ('compte.session', 'utilisateur_id adresse_ip', 'tenir une session ouverte et reconnaître une connexion frauduleuse', mission, 'durée de la session', 'effacement: ligne'),
    ('compte.session', 'jeton', 'tenir une session ouverte', mission, 'durée de la session', 'effacement: ligne | secret'),
    ('compte.session', 'navigateur', 'reconnaître ses sessions ouvertes', mission, 'durée de la session', 'effacement: ligne'),
    ('compte.session_oidc', 'jeton_scelle', 'fermer aussi la session chez le fournisseur d’identité', mission, 'durée de la session', 'effacement: ligne | secret'),
    ('compte.identite', 'utilisateur_id fournisseur compte_externe portee', 'ouvrir le compte par un mot de passe ou un fournisseur d’identité', mission, 'durée du compte', 'effacement: ligne'),
    ('compte.identite', 'mot_de_passe jeton_acces jeton_renouvellement jeton_identite', 'prouver qui se connecte (empreinte, jamais le mot de passe)', mission, 'durée du compte', 'effacement: ligne | secret'),
    ('compte.identite_oidc', 'courriel', 'dire à la personne que son adresse a changé chez son fournisseur d’identité', mission, 'tant que le lien existe', 'effacement: ligne'),
    ('compte.identite_oidc', 'siret', 'savoir pour quelle organisation la personne se connecte', mission, 'tant que le lien existe', 'effacement: ligne'),
    ('compte.verification', 'identifiant valeur', 'prouver une adresse ou un lien envoyé', mission, '{compte.jetons_jours} jours après son terme', 'effacement: ligne | secret'),
    ('compte.jeton', 'utilisateur_id envoye_a', 'prouver une adresse électronique', mission, '{compte.jetons_jours} jours après son terme', 'effacement: ligne'),
    ('compte.code_recuperation', 'utilisateur_id', 'retrouver l’accès sans son second facteur', mission, 'jusqu’à sa désactivation', 'effacement: ligne'),
    ('compte.second_facteur', 'utilisateur_id', 'vérifier le second facteur', mission, 'jusqu’à sa désactivation', 'effacement: ligne'),
    ('compte.second_facteur', 'secret_chiffre', 'vérifier le second facteur', mission, 'jusqu’à sa désactivation', 'effacement: ligne | secret'),
    ('compte.tentative', 'cle', 'freiner qui devine un mot de passe (empreintes du compte et de l’adresse du réseau)', mission, '{compte.tentatives_jours} jours', 'effacement: garde (empreinte à clef, effacée au bout de quelques jours)'),
    ('compte.persona', 'personne_id presentation', 'essayer la démonstration', mission, 'durée de la démonstration', 'effacement: ligne'),
    ('compte.absence', 'cree_par annulee_par', 'savoir qui a noté l’absence', mission, 'durée du contrat', null),
    ('compte.delegation', 'revoquee_par cree_par', 'savoir qui a noté la délégation', mission, 'durée du contrat', null),
    ('compte.delegation', 'arrete', 'prouver qui peut signer', 'obligation légale', 'durée du contrat', archives),
    ('compte.lot_mandats', 'cree_par annule_par', 'savoir qui a terminé ou renouvelé des mandats', mission, 'durée du contrat', null),
    ('compte.mandat_choisi', 'personne_id mandat_id', 'agir sous le mandat choisi', mission, 'durée du mandat', 'effacement: ligne'),
    ('compte.mandat_suspendu', 'ancien_siret nouveau_siret', 'confirmer ou terminer le mandat de qui change d’organisation', mission, 'celle du mandat', 'effacement: garde (numéro d’une organisation, sans le nom de la personne)'),
    ('compte.interet_declare', 'personne_id organisation_id debut fin', 'prévenir les conflits d’intérêts', 'obligation légale', '{compte.interets_ans} ans après la fin du lien', null),
    ('compte.interet_declare', 'nature', 'prévenir les conflits d’intérêts', 'obligation légale', '{compte.interets_ans} ans après la fin du lien', 'effacement: garde (code, sans le nom de la personne)'),
    ('compte.invitation', 'courriel prenom nom fonction', 'inviter une personne à agir sur un contrat', mission, '{compte.invitations_mois} mois après la réponse ou le terme', 'effacement: ligne'),
    ('compte.invitation', 'acceptee_par', 'savoir qui a accepté', mission, '{compte.invitations_mois} mois après la réponse ou le terme', 'effacement: ligne | sujet'),
    ('compte.invitation', 'invite_par retiree_par', 'savoir qui a invité', mission, '{compte.invitations_mois} mois après la réponse ou le terme', null),
    ('compte.inscription', 'courriel prenom nom', 'créer un compte de porteur', mission, 'un jour sans preuve de l’adresse', 'effacement: ligne'),
    ('compte.organisation', 'representant_nom representant_fonction', 'savoir qui engage l’organisation et à qui adresser les actes', mission, 'tant que l’organisation participe au contrat, remplacé à chaque changement', 'effacement: garde (représentation légale d’une personne morale, remplacée par l’organisation elle-même)'),
    ('compte.organisation_document', 'nom_fichier titre', 'reconnaître le document déposé, dont le nom peut citer une personne', mission, 'tant que le document est gardé', 'effacement: garde (pièce d’une personne morale)'),
    ('compte.organisation_fusion', 'avant', 'rendre les deux organisations telles qu’elles étaient, représentant légal compris', mission, 'tant que la réunion peut être annulée', 'effacement: garde (représentation légale d’une personne morale)'),
    ('compte.organisation_fusion', 'apres', 'savoir ce qui a changé depuis la réunion, représentant légal compris', mission, 'tant que la réunion peut être annulée', 'effacement: garde (représentation légale d’une personne morale)'),
    ('compte.acces_justifie', 'motif', 'contrôler les accès de l’administration au contenu', mission, 'durée du contrat et 10 ans', 'effacement: mention'),
    ('contrat.contrat', 'presentation accroche presentation_falc', 'présenter le contrat', mission, 'archives du contrat', archives),
    ('contrat.quartier_nomme', 'description', 'présenter un quartier', mission, 'archives du contrat', archives),
    ('contrat.prorogation', 'motif', 'dire pourquoi le contrat est prorogé', mission, 'archives du contrat', archives),
    ('contrat.jalon', 'libelle detail', 'tenir le calendrier du contrat', mission, 'archives du contrat', archives),
    ('contrat.document', 'titre nom_fichier', 'reconnaître une pièce du contrat', mission, 'archives du contrat', archives),
    ('contrat.signataire', 'representant fonction precision_role', 'dire qui a signé le contrat, et à quel titre', 'obligation légale', 'archives du contrat', archives),
    ('contrat.visite', 'personne_id', 'dire à la personne ce qui a changé depuis sa dernière visite', mission, 'durée du compte', 'effacement: ligne'),
    ('contrat.version', 'contenu motif', 'prouver ce qui a été validé, signé et publié', 'obligation légale', 'archives du contrat', archives),
    ('contrat.version', 'cree_par', 'savoir qui a arrêté la version', mission, 'archives du contrat', null),
    ('platform.audit_ligne', 'acteur_id', 'savoir qui a fait quoi, prouver qu’un acte n’a pas été altéré', mission, 'durée du contrat et du contrôle', 'sujet'),
    ('platform.audit_contenu', 'libelle avant apres mandat', 'dire ce qui a changé, et au nom de qui', mission, '{compte.journal_ans} ans', 'effacement: mention'),
    ('platform.courriel', 'personne_id destinataire objet corps', 'envoyer le courriel', mission, '{courriel.conservation_jours} jours après l’envoi', 'effacement: ligne'),
    ('platform.courriel', 'erreur', 'comprendre un échec d’envoi', mission, '{courriel.conservation_jours} jours après l’envoi', 'effacement: ligne'),
    ('platform.courriel_preference', 'personne_id', 'respecter le rythme de courriels choisi', mission, 'durée du compte', 'effacement: ligne'),
    ('platform.fichier_morceau', 'contenu', 'garder les pièces et les documents composés', mission, 'celle de la pièce ; {compte.exports_jours} jours pour un document composé à la demande', archives),
    ('platform.reglage', 'valeur', 'nommer qui publie et qui répond', 'obligation légale', 'tant que l’instance la maintient', 'effacement: garde (mentions légales de l’instance, corrigées par son administration)'),
    ('platform.tache', 'demandeur_id', 'rendre le résultat à qui l’a demandé', mission, '{compte.exports_jours} jours', 'sujet'),
    ('platform.tache', 'parametres message resultat fichier_nom', 'rendre le résultat à qui l’a demandé', mission, '{compte.exports_jours} jours', 'effacement: mention'),
    ('strategie.commentaire', 'auteur_id', 'savoir qui fait une remarque', mission, 'archives du contrat', 'sujet'),
    ('strategie.commentaire', 'regle_par', 'savoir qui a réglé la remarque', mission, 'archives du contrat', null),
    ('strategie.commentaire', 'texte recherche', 'discuter une fiche avant sa validation', mission, 'archives du contrat', archives),
    ('strategie.deplacement', 'fait_par', 'savoir qui a déplacé', mission, 'archives du contrat', null),
    ('strategie.deplacement', 'libelle', 'dire ce qui a été déplacé', mission, 'archives du contrat', archives),
    ('strategie.fiche', 'modifie_par', 'savoir qui a modifié la fiche', mission, 'archives du contrat', null),
    ('strategie.fiche', 'intitule enjeu texte_recherche recherche', 'écrire ce à quoi le contrat engage', mission, 'archives du contrat', archives),
    ('strategie.fiche_ligne', 'texte organisations', 'écrire ce à quoi le contrat engage, et qui l’anime', mission, 'archives du contrat', archives),
    ('strategie.fiche_version', 'contenu motif', 'prouver ce qui a été validé', mission, 'archives du contrat', archives),
    ('strategie.fiche_version', 'cree_par', 'savoir qui a validé la fiche', mission, 'archives du contrat', null),
    ('strategie.import_fiche', 'decisions', 'reprendre fidèlement un document', mission, 'archives du contrat', archives),
    ('strategie.import_fiche', 'traitee_par', 'savoir qui a relu', mission, 'archives du contrat', null),
    ('strategie.import_lot', 'depose_par', 'savoir qui a déposé', mission, 'archives du contrat', null),
    ('strategie.import_lot', 'libelle', 'reconnaître un dépôt', mission, 'archives du contrat', archives),
    ('strategie.import_source', 'nom erreur blocs compris images', 'reprendre fidèlement un document', mission, 'archives du contrat', archives),
    ('strategie.modele_document', 'ajoute_par', 'savoir qui a ajouté le modèle', mission, 'archives du contrat', null),
    ('strategie.mot', 'mot', 'retrouver une fiche malgré une faute de frappe', mission, 'archives du contrat', archives),
    ('strategie.noeud', 'intitule description recherche', 'écrire la stratégie du contrat', mission, 'archives du contrat', archives)
  ) as v (tableau, colonnes, finalite, base, conservation, suite) loop
    foreach colonne in array string_to_array(d.colonnes, ' ') loop
      execute format('comment on column %s.%I is %L', d.tableau, colonne,
        concat_ws(' | ', 'personnel', 'finalite: ' || d.finalite, 'base: ' || d.base, 'conservation: ' || d.conservation,
          case when d.suite like 'garde%' then 'effacement: ' || d.suite else d.suite end));
    end loop;
  end loop;
end
$$;

-- Closing an account: asked for by its holder, decided for an account long unused, or done by the administrators on a request
-- that came otherwise. Done after a delay, by the worker; the line stays without a name, as the proof that it was done.
create table compte.cloture (
  id uuid primary key,
  -- « Personne effacée n° 12 ».
  numero integer generated always as identity unique,
  personne_id uuid not null references compte.personne,
  motif text not null check (motif in ('demande', 'inactivite', 'administration')),
  -- What the administrators say of a request that reached them otherwise; goes with the person.
  raison text check (length(btrim(raison)) between 10 and 1000),
  demandee_le timestamptz not null,
  demandee_par uuid references compte.personne,
  -- When it will be done, unless it is called off.
  prevue_le timestamptz not null check (prevue_le >= demandee_le),
  annulee_le timestamptz,
  annulee_par uuid references compte.personne,
  faite_le timestamptz,
  -- Why it could not be done: shown to the administrators, who hand over what must be.
  obstacle text,
  check (annulee_le is null or faite_le is null)
);
create unique index cloture_une_fois on compte.cloture (personne_id) where annulee_le is null and faite_le is null;
create index cloture_prevue on compte.cloture (prevue_le) where annulee_le is null and faite_le is null;
comment on column compte.cloture.personne_id is
  'personnel | finalite: fermer un compte et effacer la personne | base: obligation légale | conservation: preuve de l’effacement, sans nom';
comment on column compte.cloture.demandee_par is
  'personnel | finalite: savoir qui a demandé la clôture | base: obligation légale | conservation: preuve de l’effacement, sans nom';
comment on column compte.cloture.annulee_par is
  'personnel | finalite: savoir qui a annulé la clôture | base: obligation légale | conservation: preuve de l’effacement, sans nom';
comment on column compte.cloture.motif is 'non personnel: code';
comment on column compte.cloture.raison is
  'personnel | finalite: garder la demande reçue autrement | base: obligation légale | conservation: jusqu’à l’effacement | effacement: vide';
comment on column compte.cloture.obstacle is 'non personnel: phrase de la plateforme, sans nom';
grant select, insert, update on compte.cloture to parvis_app;

-- The worker alone erases: the role of the application, which answers to the network, keeps only what it had. (The role is made
-- here, and given what it needs to read in 0017.)
do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'parvis_ouvrier') then
    create role parvis_ouvrier nologin;
  end if;
exception
  when duplicate_object or unique_violation then null;
end
$$;
grant delete on compte.utilisateur, compte.session, compte.identite, compte.identite_oidc, compte.session_oidc, compte.jeton,
  compte.code_recuperation, compte.second_facteur, compte.verification, compte.inscription, compte.invitation, compte.persona,
  compte.mandat_choisi, compte.mandat, compte.interet_declare, contrat.visite, platform.courriel, platform.courriel_preference, platform.tache,
  platform.fichier, platform.fichier_morceau to parvis_ouvrier;

-- Who may look for a person in a table whose rows she owns: the last sign of life of an account.
create index session_vue on compte.session (utilisateur_id, vue_le desc);

-- The foot of every page says how accessible the instance is, and public pages are kept in memory: every process is told.
create function platform.annonce_reglage() returns trigger language plpgsql as $$
begin
  perform pg_notify('parvis_publication', '*');
  return null;
end
$$;
create trigger annonce_reglage after insert or update on platform.reglage
  for each row when (new.cle like 'instance.%') execute function platform.annonce_reglage();
