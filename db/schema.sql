-- Written by `npm run db:schema`; not by hand. What the files of db/migrations make, in order of name.

create extension btree_gist;
create extension pg_trgm;
create extension unaccent;

create schema compte;
create schema contrat;
create schema indicateurs;
create schema platform;
create schema publication;
create schema strategie;
create schema territoire;

create text search configuration platform.francais;

create table compte.absence (
  id uuid not null,
  contrat_id uuid not null,
  mandat_id uuid not null,
  debut date not null,
  fin date not null,
  cree_le timestamp with time zone default now() not null,
  cree_par uuid,
  annulee_le timestamp with time zone,
  annulee_par uuid,
  constraint absence_pkey PRIMARY KEY (id),
  constraint absence_annulee_par_fkey FOREIGN KEY (annulee_par) REFERENCES compte.personne(id),
  constraint absence_cree_par_fkey FOREIGN KEY (cree_par) REFERENCES compte.personne(id),
  constraint absence_mandat_id_fkey FOREIGN KEY (mandat_id) REFERENCES compte.mandat(id),
  constraint absence_check CHECK ((fin >= debut))
);
alter table compte.absence enable row level security;

create table compte.acces_justifie (
  id uuid not null,
  contrat_id uuid not null,
  personne_id uuid not null,
  motif text not null,
  ouvert_le timestamp with time zone not null,
  fin timestamp with time zone not null,
  ferme_le timestamp with time zone,
  constraint acces_justifie_pkey PRIMARY KEY (id),
  constraint acces_justifie_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id),
  constraint acces_justifie_personne_id_fkey FOREIGN KEY (personne_id) REFERENCES compte.personne(id),
  constraint acces_justifie_check CHECK (((fin > ouvert_le) AND (fin <= (ouvert_le + '08:00:00'::interval)))),
  constraint acces_justifie_check1 CHECK ((ferme_le >= ouvert_le)),
  constraint acces_justifie_motif_check CHECK (((length(btrim(motif)) >= 20) AND (length(btrim(motif)) <= 1000))),
  constraint acces_justifie_personne_id_contrat_id_tstzrange_excl EXCLUDE USING gist (personne_id WITH =, contrat_id WITH =, tstzrange(ouvert_le, COALESCE(ferme_le, fin)) WITH &&)
);
alter table compte.acces_justifie enable row level security;

create table compte.cloture (
  id uuid not null,
  numero integer generated always as identity not null,
  personne_id uuid not null,
  motif text not null,
  raison text,
  demandee_le timestamp with time zone not null,
  demandee_par uuid,
  prevue_le timestamp with time zone not null,
  annulee_le timestamp with time zone,
  annulee_par uuid,
  faite_le timestamp with time zone,
  obstacle text,
  constraint cloture_pkey PRIMARY KEY (id),
  constraint cloture_numero_key UNIQUE (numero),
  constraint cloture_annulee_par_fkey FOREIGN KEY (annulee_par) REFERENCES compte.personne(id),
  constraint cloture_demandee_par_fkey FOREIGN KEY (demandee_par) REFERENCES compte.personne(id),
  constraint cloture_personne_id_fkey FOREIGN KEY (personne_id) REFERENCES compte.personne(id),
  constraint cloture_check CHECK ((prevue_le >= demandee_le)),
  constraint cloture_check1 CHECK (((annulee_le IS NULL) OR (faite_le IS NULL))),
  constraint cloture_motif_check CHECK ((motif = ANY (ARRAY['demande'::text, 'inactivite'::text, 'administration'::text]))),
  constraint cloture_raison_check CHECK (((length(btrim(raison)) >= 10) AND (length(btrim(raison)) <= 1000)))
);

create table compte.code_recuperation (
  utilisateur_id uuid not null,
  empreinte text not null,
  servi_le timestamp with time zone,
  constraint code_recuperation_pkey PRIMARY KEY (utilisateur_id, empreinte),
  constraint code_recuperation_utilisateur_id_fkey FOREIGN KEY (utilisateur_id) REFERENCES compte.utilisateur(id) ON DELETE CASCADE,
  constraint code_recuperation_empreinte_check CHECK ((empreinte ~ '^[0-9a-f]{64}$'::text))
);

create table compte.delegation (
  id uuid not null,
  contrat_id uuid not null,
  mandat_id uuid not null,
  delegataire_id uuid not null,
  arrete text not null,
  debut date not null,
  fin date,
  revoquee_le timestamp with time zone,
  revoquee_par uuid,
  cree_le timestamp with time zone default now() not null,
  cree_par uuid,
  constraint delegation_pkey PRIMARY KEY (id),
  constraint delegation_cree_par_fkey FOREIGN KEY (cree_par) REFERENCES compte.personne(id),
  constraint delegation_delegataire_id_fkey FOREIGN KEY (delegataire_id) REFERENCES compte.mandat(id),
  constraint delegation_mandat_id_fkey FOREIGN KEY (mandat_id) REFERENCES compte.mandat(id),
  constraint delegation_revoquee_par_fkey FOREIGN KEY (revoquee_par) REFERENCES compte.personne(id),
  constraint delegation_arrete_check CHECK (((length(btrim(arrete)) >= 1) AND (length(btrim(arrete)) <= 200))),
  constraint delegation_check CHECK (((fin IS NULL) OR (fin >= debut))),
  constraint delegation_check1 CHECK ((mandat_id <> delegataire_id))
);
alter table compte.delegation enable row level security;

create table compte.delegation_matiere (
  delegation_id uuid not null,
  contrat_id uuid not null,
  matiere text not null,
  constraint delegation_matiere_pkey PRIMARY KEY (delegation_id, matiere),
  constraint delegation_matiere_delegation_id_fkey FOREIGN KEY (delegation_id) REFERENCES compte.delegation(id),
  constraint delegation_matiere_matiere_fkey FOREIGN KEY (matiere) REFERENCES compte.matiere_signature(code)
);
alter table compte.delegation_matiere enable row level security;

create table compte.departement_sans_rna (
  departement text not null,
  registre text not null,
  constraint departement_sans_rna_pkey PRIMARY KEY (departement),
  constraint departement_sans_rna_departement_check CHECK ((departement ~ '^([0-9]{2,3}|2[AB])$'::text))
);

create table compte.identite (
  id uuid not null,
  utilisateur_id uuid not null,
  fournisseur text not null,
  compte_externe text not null,
  mot_de_passe text,
  jeton_acces text,
  jeton_acces_expire_le timestamp with time zone,
  jeton_renouvellement text,
  jeton_renouvellement_expire_le timestamp with time zone,
  jeton_identite text,
  portee text,
  cree_le timestamp with time zone default now() not null,
  modifie_le timestamp with time zone default now() not null,
  constraint identite_pkey PRIMARY KEY (id),
  constraint identite_fournisseur_compte_externe_key UNIQUE (fournisseur, compte_externe),
  constraint identite_utilisateur_id_fkey FOREIGN KEY (utilisateur_id) REFERENCES compte.utilisateur(id) ON DELETE CASCADE
);

create table compte.identite_oidc (
  identite_id uuid not null,
  emetteur text not null,
  courriel text,
  siret text,
  relie_le timestamp with time zone not null,
  derniere_connexion_le timestamp with time zone not null,
  constraint identite_oidc_pkey PRIMARY KEY (identite_id),
  constraint identite_oidc_identite_id_fkey FOREIGN KEY (identite_id) REFERENCES compte.identite(id) ON DELETE CASCADE,
  constraint identite_oidc_siret_check CHECK ((siret ~ '^[0-9]{14}$'::text))
);

create table compte.inscription (
  id uuid not null,
  courriel text not null,
  prenom text not null,
  nom text not null,
  empreinte text not null,
  expire_le timestamp with time zone not null,
  cree_le timestamp with time zone not null,
  constraint inscription_pkey PRIMARY KEY (id),
  constraint inscription_empreinte_key UNIQUE (empreinte),
  constraint inscription_courriel_check CHECK (((courriel = lower(courriel)) AND (courriel ~ '^[^@\s]+@[^@\s]+$'::text))),
  constraint inscription_empreinte_check CHECK ((empreinte ~ '^[0-9a-f]{64}$'::text))
);

create table compte.interet_declare (
  id uuid not null,
  personne_id uuid not null,
  organisation_id uuid not null,
  nature text not null,
  debut date not null,
  fin date,
  cree_le timestamp with time zone not null,
  retire_le timestamp with time zone,
  constraint interet_declare_pkey PRIMARY KEY (id),
  constraint interet_declare_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES compte.organisation(id),
  constraint interet_declare_personne_id_fkey FOREIGN KEY (personne_id) REFERENCES compte.personne(id),
  constraint interet_declare_check CHECK (((fin IS NULL) OR (fin >= debut))),
  constraint interet_declare_nature_check CHECK ((nature = ANY (ARRAY['dirigeant'::text, 'salarie'::text, 'benevole'::text, 'prestataire'::text, 'proche'::text, 'autre'::text])))
);

create table compte.invitation (
  id uuid not null,
  contrat_id uuid not null,
  contrat_titre text not null,
  courriel text not null,
  prenom text,
  nom text,
  fonction text,
  organisation_id uuid not null,
  role text not null,
  communes text[] default '{}'::text[] not null,
  quartiers uuid[] default '{}'::uuid[] not null,
  qualite text default 'titulaire'::text not null,
  remplace_id uuid,
  suppleance text,
  debut date not null,
  fin date,
  empreinte text not null,
  expire_le timestamp with time zone not null,
  envois integer default 1 not null,
  envoyee_le timestamp with time zone not null,
  invite_par uuid not null,
  cree_le timestamp with time zone not null,
  acceptee_le timestamp with time zone,
  acceptee_par uuid,
  mandat_id uuid,
  retiree_le timestamp with time zone,
  retiree_par uuid,
  constraint invitation_pkey PRIMARY KEY (id),
  constraint invitation_empreinte_key UNIQUE (empreinte),
  constraint invitation_acceptee_par_fkey FOREIGN KEY (acceptee_par) REFERENCES compte.personne(id),
  constraint invitation_invite_par_fkey FOREIGN KEY (invite_par) REFERENCES compte.personne(id),
  constraint invitation_mandat_id_fkey FOREIGN KEY (mandat_id) REFERENCES compte.mandat(id),
  constraint invitation_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES compte.organisation(id),
  constraint invitation_remplace_id_fkey FOREIGN KEY (remplace_id) REFERENCES compte.mandat(id),
  constraint invitation_retiree_par_fkey FOREIGN KEY (retiree_par) REFERENCES compte.personne(id),
  constraint invitation_check CHECK (((fin IS NULL) OR (fin >= debut))),
  constraint invitation_check1 CHECK (((cardinality(communes) = 0) OR (cardinality(quartiers) = 0))),
  constraint invitation_check2 CHECK (((remplace_id IS NULL) = (suppleance IS NULL))),
  constraint invitation_check3 CHECK (((acceptee_le IS NULL) = (acceptee_par IS NULL))),
  constraint invitation_check4 CHECK (((acceptee_le IS NULL) OR (retiree_le IS NULL))),
  constraint invitation_courriel_check CHECK (((courriel = lower(courriel)) AND (courriel ~ '^[^@\s]+@[^@\s]+$'::text))),
  constraint invitation_empreinte_check CHECK ((empreinte ~ '^[0-9a-f]{64}$'::text)),
  constraint invitation_envois_check CHECK ((envois >= 1)),
  constraint invitation_qualite_check CHECK ((qualite = ANY (ARRAY['titulaire'::text, 'suppleant'::text]))),
  constraint invitation_role_check CHECK ((role = ANY (ARRAY['chef_projet'::text, 'referent_commune'::text, 'elu_epci'::text, 'elu_commune'::text, 'prefet'::text, 'delegue_prefet'::text, 'instructeur_etat'::text, 'financeur'::text, 'bailleur'::text, 'conseil_citoyen'::text, 'evaluateur'::text]))),
  constraint invitation_suppleance_check CHECK ((suppleance = ANY (ARRAY['permanente'::text, 'absence'::text])))
);
alter table compte.invitation enable row level security;

create table compte.jeton (
  id uuid not null,
  genre text not null,
  empreinte text not null,
  utilisateur_id uuid not null,
  envoye_a text,
  suite text,
  moyen text,
  essais integer default 0 not null,
  expire_le timestamp with time zone not null,
  servi_le timestamp with time zone,
  cree_le timestamp with time zone not null,
  constraint jeton_pkey PRIMARY KEY (id),
  constraint jeton_empreinte_key UNIQUE (empreinte),
  constraint jeton_utilisateur_id_fkey FOREIGN KEY (utilisateur_id) REFERENCES compte.utilisateur(id) ON DELETE CASCADE,
  constraint jeton_empreinte_check CHECK ((empreinte ~ '^[0-9a-f]{64}$'::text)),
  constraint jeton_genre_check CHECK ((genre = ANY (ARRAY['connexion'::text, 'mot_de_passe'::text, 'etape'::text])))
);

create table compte.lot_mandat (
  lot_id uuid not null,
  contrat_id uuid not null,
  mandat_id uuid not null,
  fin_avant date,
  fin_apres date,
  retire_apres timestamp with time zone,
  constraint lot_mandat_pkey PRIMARY KEY (lot_id, mandat_id),
  constraint lot_mandat_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES compte.lot_mandats(id),
  constraint lot_mandat_mandat_id_fkey FOREIGN KEY (mandat_id) REFERENCES compte.mandat(id)
);
alter table compte.lot_mandat enable row level security;

create table compte.lot_mandats (
  id uuid not null,
  groupe_id uuid not null,
  contrat_id uuid not null,
  organisation_id uuid,
  genre text not null,
  jour date,
  cree_le timestamp with time zone not null,
  cree_par uuid not null,
  annule_le timestamp with time zone,
  annule_par uuid,
  constraint lot_mandats_pkey PRIMARY KEY (id),
  constraint lot_mandats_annule_par_fkey FOREIGN KEY (annule_par) REFERENCES compte.personne(id),
  constraint lot_mandats_cree_par_fkey FOREIGN KEY (cree_par) REFERENCES compte.personne(id),
  constraint lot_mandats_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES compte.organisation(id),
  constraint lot_mandats_genre_check CHECK ((genre = ANY (ARRAY['fin'::text, 'renouvellement'::text])))
);
alter table compte.lot_mandats enable row level security;

create table compte.mandat (
  id uuid not null,
  personne_id uuid not null,
  organisation_id uuid not null,
  role text not null,
  contrat_id uuid,
  qualite text default 'titulaire'::text not null,
  debut date not null,
  fin date,
  retire_le timestamp with time zone,
  retire_par uuid,
  cree_le timestamp with time zone default now() not null,
  cree_par uuid,
  communes text[] default '{}'::text[] not null,
  quartiers uuid[] default '{}'::uuid[] not null,
  remplace_id uuid,
  suppleance text,
  succede_id uuid,
  constraint mandat_pkey PRIMARY KEY (id),
  constraint mandat_cree_par_fkey FOREIGN KEY (cree_par) REFERENCES compte.personne(id),
  constraint mandat_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES compte.organisation(id),
  constraint mandat_personne_id_fkey FOREIGN KEY (personne_id) REFERENCES compte.personne(id),
  constraint mandat_remplace_id_fkey FOREIGN KEY (remplace_id) REFERENCES compte.mandat(id),
  constraint mandat_retire_par_fkey FOREIGN KEY (retire_par) REFERENCES compte.personne(id),
  constraint mandat_succede_id_fkey FOREIGN KEY (succede_id) REFERENCES compte.mandat(id),
  constraint mandat_check CHECK (((fin IS NULL) OR (fin >= debut))),
  constraint mandat_check1 CHECK (((role = 'admin_plateforme'::text) = (contrat_id IS NULL))),
  constraint mandat_qualite_check CHECK ((qualite = ANY (ARRAY['titulaire'::text, 'suppleant'::text]))),
  constraint mandat_role_check CHECK ((role = ANY (ARRAY['chef_projet'::text, 'referent_commune'::text, 'elu_epci'::text, 'elu_commune'::text, 'prefet'::text, 'delegue_prefet'::text, 'instructeur_etat'::text, 'financeur'::text, 'bailleur'::text, 'conseil_citoyen'::text, 'evaluateur'::text, 'admin_plateforme'::text]))),
  constraint mandat_suppleance CHECK ((((remplace_id IS NULL) = (suppleance IS NULL)) AND ((remplace_id IS NULL) OR ((qualite = 'suppleant'::text) AND (remplace_id <> id))))),
  constraint mandat_suppleance_check CHECK ((suppleance = ANY (ARRAY['permanente'::text, 'absence'::text]))),
  constraint mandat_territoire_code CHECK ((compte.cle_territoire(communes, '{}'::uuid[]) ~ '^(([0-9]{2}|2[AB])[0-9]{3}(,([0-9]{2}|2[AB])[0-9]{3})*)?/$'::text)),
  constraint mandat_territoire_un_seul CHECK (((cardinality(communes) = 0) OR (cardinality(quartiers) = 0))),
  constraint mandat_sans_doublon EXCLUDE USING gist (personne_id WITH =, organisation_id WITH =, role WITH =, COALESCE(contrat_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, compte.cle_territoire(communes, quartiers) WITH =, COALESCE(remplace_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, daterange(debut, fin, '[]'::text) WITH &&) WHERE ((retire_le IS NULL))
);
alter table compte.mandat enable row level security;

create table compte.mandat_choisi (
  personne_id uuid not null,
  contrat_id uuid not null,
  mandat_id uuid not null,
  choisi_le timestamp with time zone not null,
  constraint mandat_choisi_pkey PRIMARY KEY (personne_id, contrat_id),
  constraint mandat_choisi_mandat_id_fkey FOREIGN KEY (mandat_id) REFERENCES compte.mandat(id),
  constraint mandat_choisi_personne_id_fkey FOREIGN KEY (personne_id) REFERENCES compte.personne(id)
);
alter table compte.mandat_choisi enable row level security;

create table compte.mandat_suspendu (
  id uuid not null,
  mandat_id uuid not null,
  contrat_id uuid,
  fournisseur text not null,
  ancien_siret text not null,
  nouveau_siret text not null,
  depuis timestamp with time zone not null,
  leve_le timestamp with time zone,
  leve_par uuid,
  constraint mandat_suspendu_pkey PRIMARY KEY (id),
  constraint mandat_suspendu_leve_par_fkey FOREIGN KEY (leve_par) REFERENCES compte.personne(id),
  constraint mandat_suspendu_mandat_id_fkey FOREIGN KEY (mandat_id) REFERENCES compte.mandat(id),
  constraint mandat_suspendu_ancien_siret_check CHECK ((ancien_siret ~ '^[0-9]{14}$'::text)),
  constraint mandat_suspendu_check CHECK (((leve_le IS NULL) = (leve_par IS NULL))),
  constraint mandat_suspendu_nouveau_siret_check CHECK ((nouveau_siret ~ '^[0-9]{14}$'::text))
);
alter table compte.mandat_suspendu enable row level security;

create table compte.matiere_signature (
  code text not null,
  libelle text not null,
  roles text[] not null,
  ordre integer not null,
  constraint matiere_signature_pkey PRIMARY KEY (code),
  constraint matiere_signature_code_check CHECK ((code ~ '^[a-z_]+$'::text))
);

create table compte.nature_document (
  code text not null,
  libelle text not null,
  duree_mois integer,
  aide text,
  ordre integer not null,
  constraint nature_document_pkey PRIMARY KEY (code),
  constraint nature_document_code_check CHECK ((code ~ '^[a-z_]+$'::text)),
  constraint nature_document_duree_mois_check CHECK (((duree_mois >= 1) AND (duree_mois <= 240))),
  constraint nature_document_libelle_check CHECK (((length(btrim(libelle)) >= 1) AND (length(btrim(libelle)) <= 100)))
);

create table compte.organisation (
  id uuid not null,
  nom text not null,
  sigle text,
  type text not null,
  siren text,
  siret text,
  version integer default 1 not null,
  cree_le timestamp with time zone default now() not null,
  modifie_le timestamp with time zone default now() not null,
  archive_le timestamp with time zone,
  rna text,
  inscription_locale text,
  adresse text,
  code_postal text,
  commune text,
  representant_nom text,
  representant_fonction text,
  representant_depuis date,
  fermee_le date,
  fusionnee_dans uuid,
  cle text,
  constraint organisation_pkey PRIMARY KEY (id),
  constraint organisation_rna_key UNIQUE (rna),
  constraint organisation_siret_key UNIQUE (siret),
  constraint organisation_fusionnee_dans_fkey FOREIGN KEY (fusionnee_dans) REFERENCES compte.organisation(id),
  constraint organisation_type_fkey FOREIGN KEY (type) REFERENCES compte.type_organisation(code),
  constraint organisation_adresse_check CHECK (((length(btrim(adresse)) >= 1) AND (length(btrim(adresse)) <= 300))),
  constraint organisation_check CHECK (((siret IS NULL) OR ((siren IS NOT NULL) AND (siren = "left"(siret, 9))))),
  constraint organisation_code_postal_check CHECK ((code_postal ~ '^[0-9]{5}$'::text)),
  constraint organisation_commune_check CHECK (((length(btrim(commune)) >= 1) AND (length(btrim(commune)) <= 100))),
  constraint organisation_fusionnee_archivee CHECK (((fusionnee_dans IS NULL) OR (archive_le IS NOT NULL))),
  constraint organisation_inscription_locale_check CHECK (((length(btrim(inscription_locale)) >= 1) AND (length(btrim(inscription_locale)) <= 200))),
  constraint organisation_nom_check CHECK (((length(btrim(nom)) >= 1) AND (length(btrim(nom)) <= 300))),
  constraint organisation_representant_fonction_check CHECK (((length(btrim(representant_fonction)) >= 1) AND (length(btrim(representant_fonction)) <= 200))),
  constraint organisation_representant_nom_check CHECK (((length(btrim(representant_nom)) >= 1) AND (length(btrim(representant_nom)) <= 200))),
  constraint organisation_rna_check CHECK ((rna ~ '^W[0-9][0-9A-Z][0-9]{7}$'::text)),
  constraint organisation_sigle_check CHECK (((length(btrim(sigle)) >= 1) AND (length(btrim(sigle)) <= 40))),
  constraint organisation_siren_check CHECK ((siren ~ '^[0-9]{9}$'::text)),
  constraint organisation_siret_check CHECK ((siret ~ '^[0-9]{14}$'::text))
);

create table compte.organisation_document (
  id uuid not null,
  organisation_id uuid not null,
  nature text not null,
  titre text,
  nom_fichier text not null,
  type text not null,
  taille bigint not null,
  fichier_id uuid not null,
  valable_du date not null,
  valable_jusqu date,
  ajoute_le timestamp with time zone not null,
  ajoute_par uuid,
  archive_le timestamp with time zone,
  constraint organisation_document_pkey PRIMARY KEY (id),
  constraint organisation_document_ajoute_par_fkey FOREIGN KEY (ajoute_par) REFERENCES compte.personne(id),
  constraint organisation_document_fichier_id_fkey FOREIGN KEY (fichier_id) REFERENCES platform.fichier(id),
  constraint organisation_document_nature_fkey FOREIGN KEY (nature) REFERENCES compte.nature_document(code),
  constraint organisation_document_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES compte.organisation(id),
  constraint organisation_document_check CHECK (((valable_jusqu IS NULL) OR (valable_jusqu >= valable_du))),
  constraint organisation_document_titre_check CHECK (((length(btrim(titre)) >= 1) AND (length(btrim(titre)) <= 200)))
);

create table compte.organisation_doublon (
  a uuid not null,
  b uuid not null,
  score integer not null,
  raisons text[] not null,
  trouve_le timestamp with time zone not null,
  ecarte_le timestamp with time zone,
  ecarte_par uuid,
  constraint organisation_doublon_pkey PRIMARY KEY (a, b),
  constraint organisation_doublon_a_fkey FOREIGN KEY (a) REFERENCES compte.organisation(id),
  constraint organisation_doublon_b_fkey FOREIGN KEY (b) REFERENCES compte.organisation(id),
  constraint organisation_doublon_ecarte_par_fkey FOREIGN KEY (ecarte_par) REFERENCES compte.personne(id),
  constraint organisation_doublon_check CHECK ((a < b)),
  constraint organisation_doublon_score_check CHECK (((score >= 1) AND (score <= 100)))
);

create table compte.organisation_fusion (
  id uuid not null,
  numero bigint generated always as identity not null,
  garde_id uuid not null,
  absorbe_id uuid not null,
  faite_le timestamp with time zone not null,
  faite_par uuid,
  avant jsonb not null,
  apres jsonb not null,
  annulee_le timestamp with time zone,
  annulee_par uuid,
  constraint organisation_fusion_pkey PRIMARY KEY (id),
  constraint organisation_fusion_absorbe_id_fkey FOREIGN KEY (absorbe_id) REFERENCES compte.organisation(id),
  constraint organisation_fusion_annulee_par_fkey FOREIGN KEY (annulee_par) REFERENCES compte.personne(id),
  constraint organisation_fusion_faite_par_fkey FOREIGN KEY (faite_par) REFERENCES compte.personne(id),
  constraint organisation_fusion_garde_id_fkey FOREIGN KEY (garde_id) REFERENCES compte.organisation(id)
);

create table compte.organisation_nom (
  organisation_id uuid not null,
  nom text not null,
  cle text,
  constraint organisation_nom_pkey PRIMARY KEY (organisation_id, nom),
  constraint organisation_nom_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES compte.organisation(id),
  constraint organisation_nom_nom_check CHECK (((length(btrim(nom)) >= 1) AND (length(btrim(nom)) <= 300)))
);

create table compte.persona (
  personne_id uuid not null,
  presentation text not null,
  ordre integer not null,
  constraint persona_pkey PRIMARY KEY (personne_id),
  constraint persona_personne_id_fkey FOREIGN KEY (personne_id) REFERENCES compte.personne(id)
);

create table compte.personne (
  id uuid not null,
  prenom text not null,
  nom text not null,
  fonction text,
  version integer default 1 not null,
  cree_le timestamp with time zone default now() not null,
  modifie_le timestamp with time zone default now() not null,
  archive_le timestamp with time zone,
  constraint personne_pkey PRIMARY KEY (id),
  constraint personne_fonction_check CHECK (((length(btrim(fonction)) >= 1) AND (length(btrim(fonction)) <= 200))),
  constraint personne_nom_check CHECK (((length(btrim(nom)) >= 1) AND (length(btrim(nom)) <= 100))),
  constraint personne_prenom_check CHECK (((length(btrim(prenom)) >= 1) AND (length(btrim(prenom)) <= 100)))
);

create table compte.second_facteur (
  utilisateur_id uuid not null,
  secret_chiffre text not null,
  dernier_pas bigint default 0 not null,
  active_le timestamp with time zone,
  cree_le timestamp with time zone not null,
  constraint second_facteur_pkey PRIMARY KEY (utilisateur_id),
  constraint second_facteur_utilisateur_id_fkey FOREIGN KEY (utilisateur_id) REFERENCES compte.utilisateur(id) ON DELETE CASCADE
);

create table compte.session (
  id uuid not null,
  utilisateur_id uuid not null,
  jeton text not null,
  expire_le timestamp with time zone not null,
  adresse_ip text,
  navigateur text,
  cree_le timestamp with time zone default now() not null,
  modifie_le timestamp with time zone default now() not null,
  moyen text default 'mot_de_passe'::text not null,
  second_facteur_le timestamp with time zone,
  vue_le timestamp with time zone default now() not null,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_jeton_key UNIQUE (jeton),
  constraint session_utilisateur_id_fkey FOREIGN KEY (utilisateur_id) REFERENCES compte.utilisateur(id) ON DELETE CASCADE,
  constraint session_moyen_check CHECK ((moyen ~ '^[a-z_]+(:[a-z0-9_-]+)?$'::text))
);

create table compte.session_oidc (
  session_id uuid not null,
  fournisseur text not null,
  jeton_scelle text not null,
  constraint session_oidc_pkey PRIMARY KEY (session_id),
  constraint session_oidc_session_id_fkey FOREIGN KEY (session_id) REFERENCES compte.session(id) ON DELETE CASCADE
);

create table compte.tentative (
  cle text not null,
  echecs integer not null,
  depuis timestamp with time zone not null,
  constraint tentative_pkey PRIMARY KEY (cle),
  constraint tentative_cle_check CHECK ((cle ~ '^[0-9a-f]{64}$'::text)),
  constraint tentative_echecs_check CHECK ((echecs >= 0))
);

create table compte.traitement_reference (
  nom_table text not null,
  colonne text not null,
  traitement text not null,
  un text,
  plusieurs text,
  constraint traitement_reference_pkey PRIMARY KEY (nom_table, colonne),
  constraint traitement_reference_check CHECK (((traitement = 'propre'::text) OR ((un IS NOT NULL) AND (plusieurs IS NOT NULL)))),
  constraint traitement_reference_traitement_check CHECK ((traitement = ANY (ARRAY['suit'::text, 'propre'::text])))
);

create table compte.type_organisation (
  code text not null,
  libelle text not null,
  ordre integer not null,
  numero_attendu text default 'siret'::text not null,
  constraint type_organisation_pkey PRIMARY KEY (code),
  constraint type_organisation_code_check CHECK ((code ~ '^[a-z_]+$'::text)),
  constraint type_organisation_numero_attendu_check CHECK ((numero_attendu = ANY (ARRAY['siret'::text, 'rna'::text, 'aucun'::text])))
);

create table compte.utilisateur (
  id uuid not null,
  personne_id uuid not null,
  nom text not null,
  courriel text not null,
  courriel_verifie boolean default false not null,
  image text,
  cree_le timestamp with time zone default now() not null,
  modifie_le timestamp with time zone default now() not null,
  constraint utilisateur_pkey PRIMARY KEY (id),
  constraint utilisateur_courriel_key UNIQUE (courriel),
  constraint utilisateur_personne_id_key UNIQUE (personne_id),
  constraint utilisateur_personne_id_fkey FOREIGN KEY (personne_id) REFERENCES compte.personne(id),
  constraint utilisateur_courriel_check CHECK (((courriel = lower(courriel)) AND (courriel ~ '^[^@\s]+@[^@\s]+$'::text)))
);

create table compte.verification (
  id uuid not null,
  identifiant text not null,
  valeur text not null,
  expire_le timestamp with time zone not null,
  cree_le timestamp with time zone default now() not null,
  modifie_le timestamp with time zone default now() not null,
  constraint verification_pkey PRIMARY KEY (id)
);

create table contrat.champ_fiche (
  contrat_id uuid not null,
  champ text not null,
  libelle text not null,
  ordre integer not null,
  utilise boolean default true not null,
  constraint champ_fiche_pkey PRIMARY KEY (contrat_id, champ),
  constraint champ_fiche_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id)
);
alter table contrat.champ_fiche enable row level security;

create table contrat.commune (
  contrat_id uuid not null,
  code_insee text not null,
  nom text not null,
  ordre integer not null,
  constraint commune_pkey PRIMARY KEY (contrat_id, code_insee),
  constraint commune_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id),
  constraint commune_code_insee_check CHECK ((code_insee ~ '^([0-9]{2}|2[AB])[0-9]{3}$'::text))
);
alter table contrat.commune enable row level security;

create table contrat.contrat (
  id uuid not null,
  adresse text not null,
  titre text not null,
  generation text not null,
  epci_siren text,
  epci_nom text not null,
  statut text default 'preparation'::text not null,
  debut date,
  fin date,
  fin_initiale date,
  signe_le date,
  presentation text,
  accroche text,
  presentation_falc text,
  version integer default 1 not null,
  archive_le timestamp with time zone,
  statut_avant_archive text,
  cree_le timestamp with time zone default now() not null,
  modifie_le timestamp with time zone default now() not null,
  constraint contrat_pkey PRIMARY KEY (id),
  constraint contrat_adresse_key UNIQUE (adresse),
  constraint contrat_generation_fkey FOREIGN KEY (generation) REFERENCES contrat.generation(code),
  constraint contrat_adresse_check CHECK (((adresse ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(adresse) <= 80))),
  constraint contrat_check CHECK (((fin IS NULL) OR (debut IS NULL) OR (fin >= debut))),
  constraint contrat_check1 CHECK (((statut = 'archive'::text) = (archive_le IS NOT NULL))),
  constraint contrat_check2 CHECK (((statut = 'archive'::text) = (statut_avant_archive IS NOT NULL))),
  constraint contrat_epci_siren_check CHECK ((epci_siren ~ '^[0-9]{9}$'::text)),
  constraint contrat_statut_avant_archive_check CHECK ((statut_avant_archive <> 'archive'::text)),
  constraint contrat_statut_check CHECK ((statut = ANY (ARRAY['preparation'::text, 'concertation'::text, 'redaction'::text, 'validation'::text, 'signe'::text, 'en_vigueur'::text, 'proroge'::text, 'echu'::text, 'archive'::text]))),
  constraint contrat_titre_check CHECK (((length(btrim(titre)) >= 1) AND (length(btrim(titre)) <= 300)))
);
alter table contrat.contrat enable row level security;

create table contrat.document (
  id uuid not null,
  contrat_id uuid not null,
  titre text not null,
  nom_fichier text not null,
  type text not null,
  taille bigint not null,
  fichier_id uuid not null,
  public boolean default false not null,
  ordre integer not null,
  ajoute_le timestamp with time zone not null,
  archive_le timestamp with time zone,
  constraint document_pkey PRIMARY KEY (id),
  constraint document_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id),
  constraint document_fichier_id_fkey FOREIGN KEY (fichier_id) REFERENCES platform.fichier(id)
);
alter table contrat.document enable row level security;

create table contrat.generation (
  code text not null,
  libelle text not null,
  nom_quartiers text not null,
  duree_ans integer not null,
  duree_si_retard_ans integer,
  debut_usuel date,
  source text,
  ordre integer not null,
  constraint generation_pkey PRIMARY KEY (code),
  constraint generation_check CHECK ((((duree_si_retard_ans >= 1) AND (duree_si_retard_ans <= 15)) AND (duree_si_retard_ans < duree_ans))),
  constraint generation_code_check CHECK ((code ~ '^[a-z0-9-]+$'::text)),
  constraint generation_duree_ans_check CHECK (((duree_ans >= 1) AND (duree_ans <= 15)))
);

create table contrat.jalon (
  id uuid not null,
  contrat_id uuid not null,
  libelle text not null,
  detail text,
  debut text,
  fin text,
  "precision" text,
  ordre integer not null,
  constraint jalon_pkey PRIMARY KEY (id),
  constraint jalon_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id),
  constraint jalon_precision_check CHECK (("precision" = ANY (ARRAY['jour'::text, 'mois'::text, 'trimestre'::text, 'annee'::text, 'au_fil_de_leau'::text])))
);
alter table contrat.jalon enable row level security;

create table contrat.niveau (
  contrat_id uuid not null,
  rang integer not null,
  singulier text not null,
  pluriel text not null,
  feminin boolean default false not null,
  numerotation text default 'arabe'::text not null,
  constraint niveau_pkey PRIMARY KEY (contrat_id, rang),
  constraint niveau_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id),
  constraint niveau_numerotation_check CHECK ((numerotation = ANY (ARRAY['arabe'::text, 'romain'::text, 'lettre'::text, 'aucune'::text]))),
  constraint niveau_rang_check CHECK (((rang >= 1) AND (rang <= 8)))
);
alter table contrat.niveau enable row level security;

create table contrat.prorogation (
  id uuid not null,
  contrat_id uuid not null,
  fin date not null,
  motif text not null,
  decidee_le date,
  constraint prorogation_pkey PRIMARY KEY (id),
  constraint prorogation_contrat_id_fin_key UNIQUE (contrat_id, fin),
  constraint prorogation_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id),
  constraint prorogation_motif_check CHECK (((length(btrim(motif)) >= 1) AND (length(btrim(motif)) <= 500)))
);
alter table contrat.prorogation enable row level security;

create table contrat.quartier_nomme (
  id uuid not null,
  contrat_id uuid not null,
  parent_id uuid,
  nom text not null,
  commune text,
  code_officiel text,
  description text,
  ordre integer not null,
  constraint quartier_nomme_pkey PRIMARY KEY (id),
  constraint quartier_nomme_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id),
  constraint quartier_nomme_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES contrat.quartier_nomme(id),
  constraint quartier_nomme_nom_check CHECK (((length(btrim(nom)) >= 1) AND (length(btrim(nom)) <= 200)))
);
alter table contrat.quartier_nomme enable row level security;

create table contrat.signataire (
  id uuid not null,
  contrat_id uuid not null,
  organisation_id uuid,
  organisation text not null,
  precision_role text,
  representant text,
  fonction text,
  role text not null,
  signe_le date,
  ordre integer not null,
  constraint signataire_pkey PRIMARY KEY (id),
  constraint signataire_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id),
  constraint signataire_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES compte.organisation(id),
  constraint signataire_role_check CHECK ((role = ANY (ARRAY['pilote'::text, 'obligatoire'::text, 'facultatif'::text])))
);
alter table contrat.signataire enable row level security;

create table contrat.theme (
  id uuid not null,
  contrat_id uuid not null,
  libelle text not null,
  ordre integer not null,
  constraint theme_pkey PRIMARY KEY (id),
  constraint theme_contrat_id_libelle_key UNIQUE (contrat_id, libelle) DEFERRABLE INITIALLY DEFERRED,
  constraint theme_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id)
);
alter table contrat.theme enable row level security;

create table contrat.version (
  id uuid not null,
  contrat_id uuid not null,
  numero integer not null,
  motif text not null,
  contenu text not null,
  sha256 text not null,
  cree_le timestamp with time zone not null,
  cree_par uuid,
  publie_le timestamp with time zone,
  retire_le timestamp with time zone,
  constraint version_pkey PRIMARY KEY (id),
  constraint version_contrat_id_numero_key UNIQUE (contrat_id, numero),
  constraint version_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id),
  constraint version_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);
alter table contrat.version enable row level security;

create table contrat.visite (
  contrat_id uuid not null,
  personne_id uuid not null,
  derniere_le timestamp with time zone not null,
  precedente_le timestamp with time zone,
  constraint visite_pkey PRIMARY KEY (contrat_id, personne_id),
  constraint visite_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id),
  constraint visite_personne_id_fkey FOREIGN KEY (personne_id) REFERENCES compte.personne(id)
);
alter table contrat.visite enable row level security;

create table indicateurs.indicateur (
  id uuid not null,
  code text not null,
  libelle text not null,
  definition text default ''::text not null,
  theme text default ''::text not null,
  type text not null,
  unite text not null,
  sens text not null,
  sommable boolean not null,
  decimales smallint not null,
  millesimes text not null,
  numerateur_code text,
  denominateur_code text,
  facteur integer default 1 not null,
  ordre integer default 1000 not null,
  version integer default 1 not null,
  archive_le timestamp with time zone,
  cree_le timestamp with time zone not null,
  constraint indicateur_pkey PRIMARY KEY (id),
  constraint indicateur_code_key UNIQUE (code),
  constraint indicateur_denominateur_code_fkey FOREIGN KEY (denominateur_code) REFERENCES indicateurs.indicateur(code) ON UPDATE CASCADE,
  constraint indicateur_numerateur_code_fkey FOREIGN KEY (numerateur_code) REFERENCES indicateurs.indicateur(code) ON UPDATE CASCADE,
  constraint indicateur_check CHECK (((numerateur_code IS NULL) = (denominateur_code IS NULL))),
  constraint indicateur_check1 CHECK (((NOT sommable) OR (unite = ANY (ARRAY['nombre'::text, 'euros'::text, 'jours'::text, 'heures'::text])))),
  constraint indicateur_code_check CHECK ((code ~ '^[a-z][a-z0-9_]{1,59}$'::text)),
  constraint indicateur_decimales_check CHECK (((decimales >= 0) AND (decimales <= 6))),
  constraint indicateur_definition_check CHECK ((length(definition) <= 4000)),
  constraint indicateur_facteur_check CHECK (((facteur >= 1) AND (facteur <= 1000000))),
  constraint indicateur_libelle_check CHECK (((length(btrim(libelle)) >= 1) AND (length(btrim(libelle)) <= 200))),
  constraint indicateur_millesimes_check CHECK ((millesimes = ANY (ARRAY['comparables'::text, 'non_comparables'::text]))),
  constraint indicateur_sens_check CHECK ((sens = ANY (ARRAY['hausse'::text, 'baisse'::text, 'neutre'::text]))),
  constraint indicateur_theme_check CHECK ((length(theme) <= 100)),
  constraint indicateur_type_check CHECK ((type = ANY (ARRAY['contexte'::text, 'realisation'::text, 'effet'::text]))),
  constraint indicateur_unite_check CHECK ((unite = ANY (ARRAY['pourcent'::text, 'nombre'::text, 'euros'::text, 'pour_mille'::text, 'ratio'::text, 'jours'::text, 'heures'::text])))
);

create table indicateurs.marqueur (
  texte text not null,
  sens text not null,
  constraint marqueur_pkey PRIMARY KEY (texte),
  constraint marqueur_sens_check CHECK ((sens = ANY (ARRAY['secret'::text, 'non_significatif'::text, 'manquant'::text, 'sans_objet'::text]))),
  constraint marqueur_texte_check CHECK (((texte <> ''::text) AND (texte = lower(btrim(texte))) AND (length(texte) <= 40)))
);

create table indicateurs.observation (
  id uuid not null,
  indicateur_id uuid not null,
  territoire_type text not null,
  territoire_code text not null,
  generation_code text,
  periode text not null,
  valeur bigint,
  echelle smallint,
  absence text,
  statut text not null,
  source_id uuid not null,
  table_id uuid,
  ligne integer,
  remplace uuid,
  remplacee_par uuid,
  constraint observation_pkey PRIMARY KEY (id),
  constraint observation_indicateur_id_fkey FOREIGN KEY (indicateur_id) REFERENCES indicateurs.indicateur(id),
  constraint observation_remplace_fkey FOREIGN KEY (remplace) REFERENCES indicateurs.observation(id),
  constraint observation_remplacee_par_fkey FOREIGN KEY (remplacee_par) REFERENCES indicateurs.table_importee(id),
  constraint observation_source_id_fkey FOREIGN KEY (source_id) REFERENCES indicateurs.source(id),
  constraint observation_table_id_fkey FOREIGN KEY (table_id) REFERENCES indicateurs.table_importee(id),
  constraint observation_absence_check CHECK ((absence = ANY (ARRAY['secret'::text, 'non_significatif'::text, 'manquant'::text, 'sans_objet'::text]))),
  constraint observation_check CHECK (((valeur IS NULL) = (absence IS NOT NULL))),
  constraint observation_check1 CHECK (((valeur IS NULL) = (echelle IS NULL))),
  constraint observation_check2 CHECK (((territoire_type = 'quartier'::text) = (generation_code IS NOT NULL))),
  constraint observation_echelle_check CHECK (((echelle >= 0) AND (echelle <= 6))),
  constraint observation_periode_check CHECK ((periode ~ '^[0-9]{4}(-[0-9]{4}|-T[1-4]|-(0[1-9]|1[0-2]))?$'::text)),
  constraint observation_statut_check CHECK ((statut = ANY (ARRAY['declare'::text, 'verifie'::text, 'officiel'::text]))),
  constraint observation_territoire_code_check CHECK ((territoire_code <> ''::text)),
  constraint observation_territoire_type_check CHECK ((territoire_type = ANY (ARRAY['quartier'::text, 'commune'::text, 'epci'::text, 'departement'::text, 'region'::text, 'unite_urbaine'::text, 'france'::text])))
);

create table indicateurs.source (
  id uuid not null,
  nom text not null,
  producteur text default ''::text not null,
  licence text default ''::text not null,
  adresse text default ''::text not null,
  nature text default 'officielle'::text not null,
  cree_le timestamp with time zone not null,
  constraint source_pkey PRIMARY KEY (id),
  constraint source_nom_key UNIQUE (nom),
  constraint source_nature_check CHECK ((nature = ANY (ARRAY['officielle'::text, 'locale'::text, 'demonstration'::text]))),
  constraint source_nom_check CHECK (((length(btrim(nom)) >= 1) AND (length(btrim(nom)) <= 300)))
);

create table indicateurs.table_importee (
  id uuid not null,
  nom_fichier text not null,
  fichier_id uuid not null,
  dictionnaire_nom text,
  dictionnaire_id uuid,
  etat text not null,
  erreur text,
  lecture jsonb,
  choix jsonb,
  bilan jsonb,
  source_id uuid,
  millesime text,
  tache_id uuid,
  deposee_par uuid,
  deposee_le timestamp with time zone not null,
  ecrite_le timestamp with time zone,
  annulee_le timestamp with time zone,
  version integer default 1 not null,
  constraint table_importee_pkey PRIMARY KEY (id),
  constraint table_importee_dictionnaire_id_fkey FOREIGN KEY (dictionnaire_id) REFERENCES platform.fichier(id),
  constraint table_importee_fichier_id_fkey FOREIGN KEY (fichier_id) REFERENCES platform.fichier(id),
  constraint table_importee_source_id_fkey FOREIGN KEY (source_id) REFERENCES indicateurs.source(id),
  constraint table_importee_tache_id_fkey FOREIGN KEY (tache_id) REFERENCES platform.tache(id),
  constraint table_importee_etat_check CHECK ((etat = ANY (ARRAY['en_lecture'::text, 'illisible'::text, 'a_relire'::text, 'en_preparation'::text, 'prete'::text, 'en_ecriture'::text, 'ecrite'::text, 'annulee'::text, 'abandonnee'::text])))
);

create table indicateurs.variable (
  motif text not null,
  indicateur_id uuid not null,
  constraint variable_pkey PRIMARY KEY (motif),
  constraint variable_indicateur_id_fkey FOREIGN KEY (indicateur_id) REFERENCES indicateurs.indicateur(id) ON DELETE CASCADE,
  constraint variable_motif_check CHECK ((motif <> ''::text))
);

create table platform.audit_chaine (
  chaine text not null,
  dernier_numero bigint default 0 not null,
  derniere_empreinte text default ''::text not null,
  constraint audit_chaine_pkey PRIMARY KEY (chaine)
);
alter table platform.audit_chaine enable row level security;

create table platform.audit_contenu (
  ligne_id uuid not null,
  sel bytea,
  libelle text,
  avant jsonb,
  apres jsonb,
  efface_le timestamp with time zone,
  mandat text,
  constraint audit_contenu_pkey PRIMARY KEY (ligne_id),
  constraint audit_contenu_ligne_id_fkey FOREIGN KEY (ligne_id) REFERENCES platform.audit_ligne(id)
);
alter table platform.audit_contenu enable row level security;

create table platform.audit_ligne (
  id uuid not null,
  chaine text not null,
  numero bigint not null,
  instant timestamp with time zone not null,
  commande text not null,
  acteur_id uuid,
  mandat_id uuid,
  objet_type text not null,
  objet_id text not null,
  requete_id text not null,
  empreinte_contenu text not null,
  empreinte_precedente text not null,
  empreinte text not null,
  constraint audit_ligne_pkey PRIMARY KEY (id),
  constraint audit_ligne_chaine_numero_key UNIQUE (chaine, numero),
  constraint audit_ligne_chaine_fkey FOREIGN KEY (chaine) REFERENCES platform.audit_chaine(chaine)
);
alter table platform.audit_ligne enable row level security;

create table platform.courriel (
  id uuid not null,
  genre text not null,
  envoi text not null,
  personne_id uuid,
  destinataire text,
  objet text,
  corps jsonb,
  message_id text,
  etat text not null,
  essais integer default 0 not null,
  prochain_essai_le timestamp with time zone,
  prise uuid,
  pris_le timestamp with time zone,
  erreur text,
  recueil_le date,
  recueil_id uuid,
  cree_le timestamp with time zone not null,
  fini_le timestamp with time zone,
  efface_le timestamp with time zone,
  constraint courriel_pkey PRIMARY KEY (id),
  constraint courriel_message_id_key UNIQUE (message_id),
  constraint courriel_recueil_id_fkey FOREIGN KEY (recueil_id) REFERENCES platform.courriel(id),
  constraint courriel_check CHECK (((efface_le IS NULL) = (corps IS NOT NULL))),
  constraint courriel_check1 CHECK (((efface_le IS NOT NULL) OR ((destinataire IS NOT NULL) AND (objet IS NOT NULL)))),
  constraint courriel_check2 CHECK (((envoi <> 'recueil'::text) OR (personne_id IS NOT NULL) OR (efface_le IS NOT NULL))),
  constraint courriel_check3 CHECK (((etat <> ALL (ARRAY['en_cours'::text, 'remise'::text])) OR ((prise IS NOT NULL) AND (pris_le IS NOT NULL)))),
  constraint courriel_destinataire_check CHECK (((length(destinataire) <= 254) AND (destinataire !~ '[[:cntrl:][:space:]<>]'::text))),
  constraint courriel_envoi_check CHECK ((envoi = ANY (ARRAY['immediat'::text, 'recueil'::text]))),
  constraint courriel_essais_check CHECK ((essais >= 0)),
  constraint courriel_etat_check CHECK ((etat = ANY (ARRAY['en_attente'::text, 'en_cours'::text, 'remise'::text, 'envoye'::text, 'abandonne'::text, 'incertain'::text, 'a_recueillir'::text, 'recueilli'::text, 'ecarte'::text]))),
  constraint courriel_genre_check CHECK ((genre ~ '^[a-z][a-z_-]{0,39}$'::text)),
  constraint courriel_message_id_check CHECK ((message_id ~ '^<[A-Za-z0-9.-]+@[A-Za-z0-9.-]+>$'::text)),
  constraint courriel_objet_check CHECK ((((length(objet) >= 1) AND (length(objet) <= 300)) AND (objet !~ '[[:cntrl:]]'::text)))
);

create table platform.courriel_preference (
  personne_id uuid not null,
  genre text not null,
  rythme text not null,
  modifie_le timestamp with time zone not null,
  constraint courriel_preference_pkey PRIMARY KEY (personne_id, genre),
  constraint courriel_preference_genre_check CHECK ((genre ~ '^(\*|[a-z][a-z_-]{0,39})$'::text)),
  constraint courriel_preference_rythme_check CHECK ((rythme = ANY (ARRAY['jour'::text, 'semaine'::text, 'jamais'::text])))
);

create table platform.fichier (
  id uuid not null,
  sha256 text not null,
  taille bigint not null,
  type text not null,
  cree_le timestamp with time zone not null,
  constraint fichier_pkey PRIMARY KEY (id),
  constraint fichier_sha256_key UNIQUE (sha256),
  constraint fichier_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint fichier_taille_check CHECK ((taille >= 0))
);

create table platform.fichier_morceau (
  fichier_id uuid not null,
  rang integer not null,
  contenu bytea not null,
  constraint fichier_morceau_pkey PRIMARY KEY (fichier_id, rang),
  constraint fichier_morceau_fichier_id_fkey FOREIGN KEY (fichier_id) REFERENCES platform.fichier(id) ON DELETE CASCADE
);
alter table platform.fichier_morceau enable row level security;

create table platform.reglage (
  cle text not null,
  valeur jsonb not null,
  modifie_le timestamp with time zone default now() not null,
  constraint reglage_pkey PRIMARY KEY (cle)
);

create table platform.tache (
  id uuid not null,
  genre text not null,
  contrat_id uuid,
  demandeur_id uuid,
  parametres jsonb default '{}'::jsonb not null,
  etat text default 'en_file'::text not null,
  fait integer default 0 not null,
  total integer default 0 not null,
  message text,
  resultat jsonb,
  fichier_id uuid,
  fichier_nom text,
  cree_le timestamp with time zone default now() not null,
  commencee_le timestamp with time zone,
  finie_le timestamp with time zone,
  constraint tache_pkey PRIMARY KEY (id),
  constraint tache_fichier_id_fkey FOREIGN KEY (fichier_id) REFERENCES platform.fichier(id),
  constraint tache_etat_check CHECK ((etat = ANY (ARRAY['en_file'::text, 'en_cours'::text, 'faite'::text, 'echouee'::text, 'annulee'::text])))
);
alter table platform.tache enable row level security;

create table publication.telechargement (
  id uuid not null,
  version_id uuid not null,
  format text not null,
  nom text not null,
  type text not null,
  taille bigint not null,
  pages integer,
  fichier_id uuid not null,
  compose_le timestamp with time zone not null,
  contrat_id uuid not null,
  constraint telechargement_pkey PRIMARY KEY (id),
  constraint telechargement_version_id_format_key UNIQUE (version_id, format),
  constraint telechargement_fichier_id_fkey FOREIGN KEY (fichier_id) REFERENCES platform.fichier(id),
  constraint telechargement_version_id_fkey FOREIGN KEY (version_id) REFERENCES contrat.version(id),
  constraint telechargement_format_check CHECK ((format = ANY (ARRAY['pdf'::text, 'docx'::text, 'odt'::text, 'json'::text, 'xlsx'::text, 'ods'::text, 'csv'::text])))
);
alter table publication.telechargement enable row level security;

create table strategie.ancien_code (
  id uuid not null,
  contrat_id uuid not null,
  objet_type text not null,
  objet_id uuid not null,
  code text not null,
  jusqu_au timestamp with time zone not null,
  constraint ancien_code_pkey PRIMARY KEY (id),
  constraint ancien_code_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id),
  constraint ancien_code_objet_type_check CHECK ((objet_type = ANY (ARRAY['noeud'::text, 'fiche'::text])))
);
alter table strategie.ancien_code enable row level security;

create table strategie.commentaire (
  id uuid not null,
  fiche_id uuid not null,
  parent_id uuid,
  champ text,
  texte text not null,
  auteur_id uuid not null,
  organisation text not null,
  ecrit_le timestamp with time zone not null,
  regle_le timestamp with time zone,
  regle_par uuid,
  recherche tsvector generated always as (to_tsvector('platform.francais'::regconfig, texte)) stored,
  contrat_id uuid not null,
  constraint commentaire_pkey PRIMARY KEY (id),
  constraint commentaire_fiche_id_fkey FOREIGN KEY (fiche_id) REFERENCES strategie.fiche(id),
  constraint commentaire_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES strategie.commentaire(id),
  constraint commentaire_texte_check CHECK (((length(btrim(texte)) >= 1) AND (length(btrim(texte)) <= 5000)))
);
alter table strategie.commentaire enable row level security;

create table strategie.deplacement (
  id uuid not null,
  contrat_id uuid not null,
  libelle text not null,
  avant jsonb not null,
  apres jsonb not null,
  fait_par uuid,
  fait_le timestamp with time zone not null,
  annule_le timestamp with time zone,
  constraint deplacement_pkey PRIMARY KEY (id),
  constraint deplacement_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id)
);
alter table strategie.deplacement enable row level security;

create table strategie.fiche (
  id uuid not null,
  contrat_id uuid not null,
  noeud_id uuid,
  numero integer not null,
  code text not null,
  kind text not null,
  intitule text not null,
  enjeu text,
  enjeu_noeud_id uuid,
  calendrier_texte text,
  calendrier_precision text,
  statut text default 'brouillon'::text not null,
  soumise_le timestamp with time zone,
  validee_le timestamp with time zone,
  version integer default 1 not null,
  archive_le timestamp with time zone,
  cree_le timestamp with time zone default now() not null,
  modifie_le timestamp with time zone default now() not null,
  modifie_par uuid,
  texte_recherche text default ''::text not null,
  recherche tsvector generated always as ((setweight(to_tsvector('platform.francais'::regconfig, ((code || ' '::text) || intitule)), 'A'::"char") || setweight(to_tsvector('platform.francais'::regconfig, texte_recherche), 'B'::"char"))) stored,
  constraint fiche_pkey PRIMARY KEY (id),
  constraint fiche_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id),
  constraint fiche_enjeu_noeud_id_fkey FOREIGN KEY (enjeu_noeud_id) REFERENCES strategie.noeud(id),
  constraint fiche_noeud_id_fkey FOREIGN KEY (noeud_id) REFERENCES strategie.noeud(id),
  constraint fiche_calendrier_precision_check CHECK ((calendrier_precision = ANY (ARRAY['jour'::text, 'mois'::text, 'trimestre'::text, 'annee'::text, 'au_fil_de_leau'::text]))),
  constraint fiche_intitule_check CHECK (((length(btrim(intitule)) >= 1) AND (length(btrim(intitule)) <= 500))),
  constraint fiche_kind_check CHECK ((kind = ANY (ARRAY['orientation'::text, 'action'::text, 'bilan'::text]))),
  constraint fiche_numero_check CHECK (((numero >= 1) AND (numero <= 9999))),
  constraint fiche_statut_check CHECK ((statut = ANY (ARRAY['brouillon'::text, 'a_valider'::text, 'validee'::text, 'abandonnee'::text])))
);
alter table strategie.fiche enable row level security;

create table strategie.fiche_lieu (
  id uuid not null,
  fiche_id uuid not null,
  ordre integer not null,
  type text not null,
  code text not null,
  nom text not null,
  communes text[] not null,
  part_pm smallint,
  origine text not null,
  contrat_id uuid not null,
  constraint fiche_lieu_pkey PRIMARY KEY (id),
  constraint fiche_lieu_fiche_id_type_code_key UNIQUE (fiche_id, type, code),
  constraint fiche_lieu_fiche_id_fkey FOREIGN KEY (fiche_id) REFERENCES strategie.fiche(id) ON DELETE CASCADE,
  constraint fiche_lieu_code_check CHECK ((code <> ''::text)),
  constraint fiche_lieu_nom_check CHECK ((nom <> ''::text)),
  constraint fiche_lieu_origine_check CHECK ((origine = ANY (ARRAY['saisie'::text, 'import'::text]))),
  constraint fiche_lieu_part_pm_check CHECK (((part_pm >= 0) AND (part_pm <= 1000))),
  constraint fiche_lieu_type_check CHECK ((type = ANY (ARRAY['quartier'::text, 'commune'::text, 'epci'::text, 'perimetre'::text])))
);
alter table strategie.fiche_lieu enable row level security;

create table strategie.fiche_ligne (
  id uuid not null,
  fiche_id uuid not null,
  champ text not null,
  ordre integer not null,
  texte text not null,
  effet_id uuid,
  etat text,
  type_echelle text,
  nombre integer,
  age_min integer,
  age_max integer,
  genre text,
  part_qpv_pour_mille integer,
  role text,
  habitants boolean,
  nature text,
  organisations text[],
  montant_cents bigint,
  debut text,
  fin text,
  "precision" text,
  lien_code text,
  lien_fiche_id uuid,
  contrat_id uuid not null,
  constraint fiche_ligne_pkey PRIMARY KEY (id),
  constraint fiche_ligne_effet_id_fkey FOREIGN KEY (effet_id) REFERENCES strategie.fiche_ligne(id) DEFERRABLE INITIALLY DEFERRED,
  constraint fiche_ligne_fiche_id_fkey FOREIGN KEY (fiche_id) REFERENCES strategie.fiche(id),
  constraint fiche_ligne_lien_fiche_id_fkey FOREIGN KEY (lien_fiche_id) REFERENCES strategie.fiche(id),
  constraint fiche_ligne_age_max_check CHECK (((age_max >= 0) AND (age_max <= 130))),
  constraint fiche_ligne_age_min_check CHECK (((age_min >= 0) AND (age_min <= 130))),
  constraint fiche_ligne_champ_check CHECK ((champ = ANY (ARRAY['contexte'::text, 'objectifs'::text, 'realisations'::text, 'effets'::text, 'indicateursEffets'::text, 'indicateursRealisation'::text, 'echelleTerritoriale'::text, 'publics'::text, 'animateur'::text, 'partenaires'::text, 'dispositifs'::text, 'moyens'::text, 'financements'::text, 'calendrier'::text, 'suivi'::text, 'liens'::text, 'aClasser'::text]))),
  constraint fiche_ligne_check CHECK (((champ <> 'financements'::text) OR (nature IS NOT NULL))),
  constraint fiche_ligne_check1 CHECK (((champ <> 'realisations'::text) OR (etat IS NOT NULL))),
  constraint fiche_ligne_check2 CHECK (((champ <> 'echelleTerritoriale'::text) OR (type_echelle IS NOT NULL))),
  constraint fiche_ligne_check3 CHECK (((age_max IS NULL) OR (age_min IS NULL) OR (age_max >= age_min))),
  constraint fiche_ligne_etat_check CHECK ((etat = ANY (ARRAY['prevue'::text, 'en_cours'::text, 'realisee'::text, 'abandonnee'::text]))),
  constraint fiche_ligne_genre_check CHECK ((genre = ANY (ARRAY['tous'::text, 'femmes'::text, 'hommes'::text]))),
  constraint fiche_ligne_montant_cents_check CHECK ((montant_cents >= 0)),
  constraint fiche_ligne_nature_check CHECK ((nature = ANY (ARRAY['specifique'::text, 'droit_commun'::text, 'tfpb'::text, 'fondation'::text, 'europe'::text, 'cper'::text, 'autre'::text]))),
  constraint fiche_ligne_nombre_check CHECK ((nombre >= 0)),
  constraint fiche_ligne_part_qpv_pour_mille_check CHECK (((part_qpv_pour_mille >= 0) AND (part_qpv_pour_mille <= 1000))),
  constraint fiche_ligne_precision_check CHECK (("precision" = ANY (ARRAY['jour'::text, 'mois'::text, 'trimestre'::text, 'annee'::text, 'au_fil_de_leau'::text]))),
  constraint fiche_ligne_texte_check CHECK (((length(texte) >= 1) AND (length(texte) <= 20000))),
  constraint fiche_ligne_type_echelle_check CHECK ((type_echelle = ANY (ARRAY['agglomeration'::text, 'commune'::text, 'quartier'::text, 'autre'::text])))
);
alter table strategie.fiche_ligne enable row level security;

create table strategie.fiche_theme (
  fiche_id uuid not null,
  theme_id uuid not null,
  contrat_id uuid not null,
  constraint fiche_theme_pkey PRIMARY KEY (fiche_id, theme_id),
  constraint fiche_theme_fiche_id_fkey FOREIGN KEY (fiche_id) REFERENCES strategie.fiche(id),
  constraint fiche_theme_theme_id_fkey FOREIGN KEY (theme_id) REFERENCES contrat.theme(id) ON DELETE CASCADE
);
alter table strategie.fiche_theme enable row level security;

create table strategie.fiche_version (
  id uuid not null,
  fiche_id uuid not null,
  numero integer not null,
  contenu text not null,
  sha256 text not null,
  acte text not null,
  motif text not null,
  cree_le timestamp with time zone not null,
  cree_par uuid,
  contrat_id uuid not null,
  constraint fiche_version_pkey PRIMARY KEY (id),
  constraint fiche_version_fiche_id_numero_key UNIQUE (fiche_id, numero),
  constraint fiche_version_fiche_id_fkey FOREIGN KEY (fiche_id) REFERENCES strategie.fiche(id),
  constraint fiche_version_acte_check CHECK ((acte = ANY (ARRAY['soumission'::text, 'validation'::text, 'import'::text, 'retour'::text]))),
  constraint fiche_version_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);
alter table strategie.fiche_version enable row level security;

create table strategie.import_fiche (
  id uuid not null,
  source_id uuid not null,
  ordre integer not null,
  decisions jsonb default '{}'::jsonb not null,
  etat text default 'a_relire'::text not null,
  fiche_id uuid,
  fiche_version_avant integer,
  traitee_le timestamp with time zone,
  traitee_par uuid,
  contrat_id uuid not null,
  constraint import_fiche_pkey PRIMARY KEY (id),
  constraint import_fiche_source_id_ordre_key UNIQUE (source_id, ordre),
  constraint import_fiche_fiche_id_fkey FOREIGN KEY (fiche_id) REFERENCES strategie.fiche(id),
  constraint import_fiche_source_id_fkey FOREIGN KEY (source_id) REFERENCES strategie.import_source(id),
  constraint import_fiche_etat_check CHECK ((etat = ANY (ARRAY['a_relire'::text, 'creee'::text, 'mise_a_jour'::text, 'ecartee'::text, 'annulee'::text])))
);
alter table strategie.import_fiche enable row level security;

create table strategie.import_lot (
  id uuid not null,
  contrat_id uuid not null,
  libelle text not null,
  depose_par uuid,
  depose_le timestamp with time zone not null,
  tache_id uuid,
  version integer default 1 not null,
  annule_le timestamp with time zone,
  constraint import_lot_pkey PRIMARY KEY (id),
  constraint import_lot_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id),
  constraint import_lot_tache_id_fkey FOREIGN KEY (tache_id) REFERENCES platform.tache(id)
);
alter table strategie.import_lot enable row level security;

create table strategie.import_source (
  id uuid not null,
  lot_id uuid not null,
  ordre integer not null,
  nom text not null,
  format text,
  sha256 text not null,
  fichier_id uuid,
  erreur text,
  blocs jsonb,
  compris jsonb,
  images jsonb default '[]'::jsonb not null,
  contrat_id uuid not null,
  constraint import_source_pkey PRIMARY KEY (id),
  constraint import_source_lot_id_ordre_key UNIQUE (lot_id, ordre),
  constraint import_source_fichier_id_fkey FOREIGN KEY (fichier_id) REFERENCES platform.fichier(id),
  constraint import_source_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES strategie.import_lot(id)
);
alter table strategie.import_source enable row level security;

create table strategie.libelle_import (
  id uuid not null,
  contrat_id uuid not null,
  champ text not null,
  variante text not null,
  constraint libelle_import_pkey PRIMARY KEY (id),
  constraint libelle_import_contrat_id_variante_key UNIQUE (contrat_id, variante),
  constraint libelle_import_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id)
);
alter table strategie.libelle_import enable row level security;

create table strategie.modele_document (
  id uuid not null,
  contrat_id uuid not null,
  nom text not null,
  usage text not null,
  fichier_id uuid not null,
  ajoute_le timestamp with time zone not null,
  ajoute_par uuid,
  archive_le timestamp with time zone,
  constraint modele_document_pkey PRIMARY KEY (id),
  constraint modele_document_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id),
  constraint modele_document_fichier_id_fkey FOREIGN KEY (fichier_id) REFERENCES platform.fichier(id),
  constraint modele_document_usage_check CHECK ((usage = ANY (ARRAY['fiche'::text, 'contrat'::text])))
);
alter table strategie.modele_document enable row level security;

create table strategie.mot (
  contrat_id uuid not null,
  mot text not null,
  constraint mot_pkey PRIMARY KEY (contrat_id, mot),
  constraint mot_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id)
);
alter table strategie.mot enable row level security;

create table strategie.noeud (
  id uuid not null,
  contrat_id uuid not null,
  parent_id uuid,
  rang integer not null,
  numero integer not null,
  code text not null,
  intitule text not null,
  description text,
  version integer default 1 not null,
  archive_le timestamp with time zone,
  cree_le timestamp with time zone default now() not null,
  modifie_le timestamp with time zone default now() not null,
  recherche tsvector generated always as ((setweight(to_tsvector('platform.francais'::regconfig, ((code || ' '::text) || intitule)), 'A'::"char") || setweight(to_tsvector('platform.francais'::regconfig, COALESCE(description, ''::text)), 'B'::"char"))) stored,
  constraint noeud_pkey PRIMARY KEY (id),
  constraint noeud_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id),
  constraint noeud_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES strategie.noeud(id),
  constraint noeud_check CHECK (((rang = 1) = (parent_id IS NULL))),
  constraint noeud_intitule_check CHECK (((length(btrim(intitule)) >= 1) AND (length(btrim(intitule)) <= 500))),
  constraint noeud_numero_check CHECK (((numero >= 1) AND (numero <= 9999))),
  constraint noeud_rang_check CHECK (((rang >= 1) AND (rang <= 8))),
  constraint noeud_numero EXCLUDE USING btree (contrat_id WITH =, COALESCE(parent_id, contrat_id) WITH =, numero WITH =) WHERE ((archive_le IS NULL)) DEFERRABLE INITIALLY DEFERRED
);
alter table strategie.noeud enable row level security;

create table strategie.noeud_theme (
  noeud_id uuid not null,
  theme_id uuid not null,
  contrat_id uuid not null,
  constraint noeud_theme_pkey PRIMARY KEY (noeud_id, theme_id),
  constraint noeud_theme_noeud_id_fkey FOREIGN KEY (noeud_id) REFERENCES strategie.noeud(id),
  constraint noeud_theme_theme_id_fkey FOREIGN KEY (theme_id) REFERENCES contrat.theme(id) ON DELETE CASCADE
);
alter table strategie.noeud_theme enable row level security;

create table territoire.carroyage (
  id uuid not null,
  nom text not null,
  source text not null,
  millesime integer not null,
  cote_m integer not null,
  forme jsonb not null,
  epsg integer,
  avec_population boolean,
  avec_niveau boolean,
  avec_menages boolean,
  cellules integer,
  imputees integer,
  population bigint,
  menages bigint,
  x0 integer,
  y0 integer,
  x1 integer,
  y1 integer,
  fichier_nom text not null,
  fichier_id uuid,
  tache_id uuid,
  depose_le timestamp with time zone not null,
  pret_le timestamp with time zone,
  retire_le timestamp with time zone,
  constraint carroyage_pkey PRIMARY KEY (id),
  constraint carroyage_fichier_id_fkey FOREIGN KEY (fichier_id) REFERENCES platform.fichier(id),
  constraint carroyage_tache_id_fkey FOREIGN KEY (tache_id) REFERENCES platform.tache(id) ON DELETE SET NULL,
  constraint carroyage_check CHECK (((pret_le IS NULL) OR ((epsg IS NOT NULL) AND (cellules IS NOT NULL) AND (x0 IS NOT NULL)))),
  constraint carroyage_cote_m_check CHECK ((cote_m > 0)),
  constraint carroyage_millesime_check CHECK (((millesime >= 1900) AND (millesime <= 2200))),
  constraint carroyage_nom_check CHECK ((nom <> ''::text)),
  constraint carroyage_source_check CHECK ((source <> ''::text))
);

create table territoire.carroyage_bloc (
  carroyage_id uuid not null,
  x integer not null,
  y integer not null,
  cellules integer not null,
  donnees bytea not null,
  constraint carroyage_bloc_pkey PRIMARY KEY (carroyage_id, y, x),
  constraint carroyage_bloc_carroyage_id_fkey FOREIGN KEY (carroyage_id) REFERENCES territoire.carroyage(id) ON DELETE CASCADE,
  constraint carroyage_bloc_cellules_check CHECK ((cellules > 0))
);

create table territoire.commune (
  code text not null,
  type text not null,
  nom text not null,
  commune_actuelle text not null,
  departement_code text not null,
  region_code text not null,
  epci_siren text,
  siren text,
  population integer,
  codes_postaux text[] not null,
  cle text not null,
  reference text not null,
  disparu_le date,
  constraint commune_pkey PRIMARY KEY (code, type),
  constraint commune_departement_code_fkey FOREIGN KEY (departement_code) REFERENCES territoire.departement(code),
  constraint commune_epci_siren_fkey FOREIGN KEY (epci_siren) REFERENCES territoire.epci(siren),
  constraint commune_region_code_fkey FOREIGN KEY (region_code) REFERENCES territoire.region(code),
  constraint commune_code_check CHECK ((code ~ '^([0-9]{2}|2[AB])[0-9]{3}$'::text)),
  constraint commune_type_check CHECK ((type = ANY (ARRAY['actuelle'::text, 'deleguee'::text, 'associee'::text, 'arrondissement'::text])))
);

create table territoire.contour (
  type text not null,
  code text not null,
  millesime integer not null,
  nom text,
  source text not null,
  geometrie bytea not null,
  ouest double precision not null,
  sud double precision not null,
  est double precision not null,
  nord double precision not null,
  import_id uuid,
  constraint contour_pkey PRIMARY KEY (type, code, millesime),
  constraint contour_import_id_fkey FOREIGN KEY (import_id) REFERENCES territoire.import(id) ON DELETE SET NULL,
  constraint contour_type_check CHECK ((type = ANY (ARRAY['commune'::text, 'epci'::text, 'departement'::text, 'region'::text])))
);

create table territoire.critere (
  id uuid not null,
  contrat_id uuid not null,
  rang smallint not null,
  libelle text not null,
  unite text,
  sens text not null,
  poids integer not null,
  normalisation text not null,
  seuil numeric(18,4),
  source text,
  millesime smallint,
  constraint critere_pkey PRIMARY KEY (id),
  constraint critere_contrat_id_rang_key UNIQUE (contrat_id, rang) DEFERRABLE INITIALLY DEFERRED,
  constraint critere_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id) ON DELETE CASCADE,
  constraint critere_check CHECK (((seuil IS NOT NULL) = (normalisation = 'seuil'::text))),
  constraint critere_libelle_check CHECK ((libelle <> ''::text)),
  constraint critere_millesime_check CHECK (((millesime >= 1900) AND (millesime <= 2200))),
  constraint critere_normalisation_check CHECK ((normalisation = ANY (ARRAY['rang'::text, 'min_max'::text, 'seuil'::text]))),
  constraint critere_poids_check CHECK (((poids >= 0) AND (poids <= 10000))),
  constraint critere_sens_check CHECK ((sens = ANY (ARRAY['haut'::text, 'bas'::text])))
);
alter table territoire.critere enable row level security;

create table territoire.critere_valeur (
  critere_id uuid not null,
  perimetre_id uuid,
  quartier_id uuid,
  valeur numeric(18,4) not null,
  contrat_id uuid not null,
  constraint critere_valeur_critere_id_perimetre_id_quartier_id_key UNIQUE NULLS NOT DISTINCT (critere_id, perimetre_id, quartier_id),
  constraint critere_valeur_critere_id_fkey FOREIGN KEY (critere_id) REFERENCES territoire.critere(id) ON DELETE CASCADE,
  constraint critere_valeur_perimetre_id_fkey FOREIGN KEY (perimetre_id) REFERENCES territoire.perimetre(id) ON DELETE CASCADE,
  constraint critere_valeur_quartier_id_fkey FOREIGN KEY (quartier_id) REFERENCES territoire.quartier(id),
  constraint critere_valeur_check CHECK ((num_nonnulls(perimetre_id, quartier_id) = 1))
);
alter table territoire.critere_valeur enable row level security;

create table territoire.decision_locale (
  id uuid not null,
  contrat_id uuid not null,
  libelle text not null,
  instance text not null,
  jour date not null,
  reference text,
  constraint decision_locale_pkey PRIMARY KEY (id),
  constraint decision_locale_contrat_id_jour_libelle_key UNIQUE (contrat_id, jour, libelle),
  constraint decision_locale_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id) ON DELETE CASCADE,
  constraint decision_locale_instance_check CHECK ((instance <> ''::text)),
  constraint decision_locale_libelle_check CHECK ((libelle <> ''::text))
);
alter table territoire.decision_locale enable row level security;

create table territoire.decret (
  id uuid not null,
  generation_id uuid not null,
  numero text not null,
  objet text not null,
  intitule text,
  signe_le date,
  publie_le date,
  en_vigueur_le date,
  adresse text,
  constraint decret_pkey PRIMARY KEY (id),
  constraint decret_generation_id_numero_key UNIQUE (generation_id, numero),
  constraint decret_generation_id_fkey FOREIGN KEY (generation_id) REFERENCES territoire.generation(id) ON DELETE CASCADE,
  constraint decret_numero_check CHECK ((numero <> ''::text)),
  constraint decret_objet_check CHECK ((objet = ANY (ARRAY['methode'::text, 'liste'::text, 'correction'::text])))
);

create table territoire.departement (
  code text not null,
  nom text not null,
  region_code text not null,
  constraint departement_pkey PRIMARY KEY (code),
  constraint departement_region_code_fkey FOREIGN KEY (region_code) REFERENCES territoire.region(code)
);

create table territoire.epci (
  siren text not null,
  nom text not null,
  type text not null,
  population integer,
  departements text[] not null,
  cle text not null,
  reference text not null,
  disparu_le date,
  constraint epci_pkey PRIMARY KEY (siren),
  constraint epci_siren_check CHECK ((siren ~ '^[0-9]{9}$'::text)),
  constraint epci_type_check CHECK ((type = ANY (ARRAY['CC'::text, 'CA'::text, 'CU'::text, 'METRO'::text, 'MET69'::text, 'EPT'::text])))
);

create table territoire.epci_commune (
  epci_siren text not null,
  commune_code text not null,
  constraint epci_commune_pkey PRIMARY KEY (epci_siren, commune_code),
  constraint epci_commune_epci_siren_fkey FOREIGN KEY (epci_siren) REFERENCES territoire.epci(siren)
);

create table territoire.filiation (
  id uuid not null,
  ancien_id uuid,
  nouveau_id uuid,
  type text not null,
  part_ancien_pm smallint,
  part_nouveau_pm smallint,
  part_population_ancien_pm smallint,
  part_population_nouveau_pm smallint,
  origine text not null,
  motif text,
  revue_le timestamp with time zone,
  ecarte_le timestamp with time zone,
  version integer default 1 not null,
  constraint filiation_pkey PRIMARY KEY (id),
  constraint filiation_ancien_id_nouveau_id_key UNIQUE NULLS NOT DISTINCT (ancien_id, nouveau_id),
  constraint filiation_ancien_id_fkey FOREIGN KEY (ancien_id) REFERENCES territoire.quartier(id) ON DELETE CASCADE,
  constraint filiation_nouveau_id_fkey FOREIGN KEY (nouveau_id) REFERENCES territoire.quartier(id) ON DELETE CASCADE,
  constraint filiation_check CHECK (((ancien_id IS NULL) = (type = 'entrant'::text))),
  constraint filiation_check1 CHECK (((nouveau_id IS NULL) = (type = 'sortant'::text))),
  constraint filiation_origine_check CHECK ((origine = ANY (ARRAY['calcul'::text, 'saisie'::text]))),
  constraint filiation_part_ancien_pm_check CHECK (((part_ancien_pm >= 0) AND (part_ancien_pm <= 1000))),
  constraint filiation_part_nouveau_pm_check CHECK (((part_nouveau_pm >= 0) AND (part_nouveau_pm <= 1000))),
  constraint filiation_part_population_ancien_pm_check CHECK (((part_population_ancien_pm >= 0) AND (part_population_ancien_pm <= 1000))),
  constraint filiation_part_population_nouveau_pm_check CHECK (((part_population_nouveau_pm >= 0) AND (part_population_nouveau_pm <= 1000))),
  constraint filiation_type_check CHECK ((type = ANY (ARRAY['identique'::text, 'modifie'::text, 'fusion'::text, 'scission'::text, 'entrant'::text, 'sortant'::text])))
);

create table territoire.filiation_calcul (
  ancienne_id uuid not null,
  nouvelle_id uuid not null,
  identique_pm smallint not null,
  negligeable_pm smallint not null,
  revision bigint not null,
  calcule_le timestamp with time zone not null,
  paires integer not null,
  cellules_source text,
  constraint filiation_calcul_pkey PRIMARY KEY (ancienne_id, nouvelle_id),
  constraint filiation_calcul_ancienne_id_fkey FOREIGN KEY (ancienne_id) REFERENCES territoire.generation(id) ON DELETE CASCADE,
  constraint filiation_calcul_nouvelle_id_fkey FOREIGN KEY (nouvelle_id) REFERENCES territoire.generation(id) ON DELETE CASCADE,
  constraint filiation_calcul_check CHECK ((ancienne_id <> nouvelle_id)),
  constraint filiation_calcul_identique_pm_check CHECK (((identique_pm >= 500) AND (identique_pm <= 1000))),
  constraint filiation_calcul_negligeable_pm_check CHECK (((negligeable_pm >= 0) AND (negligeable_pm <= 500)))
);

create table territoire.generation (
  id uuid not null,
  code text not null,
  libelle text not null,
  nature text not null,
  grammaire_code text,
  compte_annonce jsonb,
  debut date not null,
  fin date,
  version integer default 1 not null,
  constraint generation_pkey PRIMARY KEY (id),
  constraint generation_code_key UNIQUE (code),
  constraint generation_check CHECK (((fin IS NULL) OR (fin >= debut))),
  constraint generation_code_check CHECK ((code ~ '^[A-Z0-9][A-Z0-9-]{1,19}$'::text)),
  constraint generation_libelle_check CHECK ((libelle <> ''::text)),
  constraint generation_nature_check CHECK ((nature <> ''::text))
);

create table territoire.geographie_locale (
  contrat_id uuid not null,
  version integer default 0 not null,
  sensibilite_pm smallint default 100 not null,
  decision_id uuid,
  criteres_modifies_le timestamp with time zone,
  constraint geographie_locale_pkey PRIMARY KEY (contrat_id),
  constraint geographie_locale_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id) ON DELETE CASCADE,
  constraint geographie_locale_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES territoire.decision_locale(id),
  constraint geographie_locale_sensibilite_pm_check CHECK (((sensibilite_pm >= 1) AND (sensibilite_pm <= 1000)))
);
alter table territoire.geographie_locale enable row level security;

create table territoire.import (
  id uuid not null,
  genre text not null,
  nom text not null,
  fichier_id uuid not null,
  sha256 text not null,
  reglages jsonb default '{}'::jsonb not null,
  lecture jsonb,
  tache_id uuid,
  depose_le timestamp with time zone not null,
  depose_par uuid,
  lu_le timestamp with time zone,
  importe_le timestamp with time zone,
  importe_par uuid,
  bilan jsonb,
  annule_le timestamp with time zone,
  annule_par uuid,
  version integer default 1 not null,
  constraint import_pkey PRIMARY KEY (id),
  constraint import_annule_par_fkey FOREIGN KEY (annule_par) REFERENCES compte.personne(id),
  constraint import_depose_par_fkey FOREIGN KEY (depose_par) REFERENCES compte.personne(id),
  constraint import_fichier_id_fkey FOREIGN KEY (fichier_id) REFERENCES platform.fichier(id),
  constraint import_importe_par_fkey FOREIGN KEY (importe_par) REFERENCES compte.personne(id),
  constraint import_tache_id_fkey FOREIGN KEY (tache_id) REFERENCES platform.tache(id) ON DELETE SET NULL,
  constraint import_check CHECK (((importe_le IS NULL) OR (lu_le IS NOT NULL))),
  constraint import_check1 CHECK (((annule_le IS NULL) OR (importe_le IS NOT NULL))),
  constraint import_genre_check CHECK ((genre = ANY (ARRAY['quartiers'::text, 'contours'::text, 'unites_urbaines'::text]))),
  constraint import_nom_check CHECK ((nom <> ''::text))
);

create table territoire.import_defaut (
  import_id uuid not null,
  rang integer not null,
  entite integer,
  autre integer,
  genre text not null,
  gravite text not null,
  phrase text not null,
  reparation text,
  lon double precision,
  lat double precision,
  detail jsonb,
  decision text,
  variante text,
  constraint import_defaut_pkey PRIMARY KEY (import_id, rang),
  constraint import_defaut_import_id_fkey FOREIGN KEY (import_id) REFERENCES territoire.import(id) ON DELETE CASCADE,
  constraint import_defaut_decision_check CHECK ((decision = ANY (ARRAY['accepte'::text, 'refuse'::text, 'ecarte'::text]))),
  constraint import_defaut_gravite_check CHECK ((gravite = ANY (ARRAY['bloquant'::text, 'reparable'::text, 'a_voir'::text])))
);

create table territoire.import_entite (
  import_id uuid not null,
  rang integer not null,
  place text not null,
  proprietes jsonb not null,
  code text,
  nom text,
  communes text[] default '{}'::text[] not null,
  valeurs jsonb default '{}'::jsonb not null,
  parts jsonb,
  geometrie_lue bytea,
  geometrie bytea,
  ouest double precision,
  sud double precision,
  est double precision,
  nord double precision,
  aire_m2 bigint,
  constraint import_entite_pkey PRIMARY KEY (import_id, rang),
  constraint import_entite_import_id_fkey FOREIGN KEY (import_id) REFERENCES territoire.import(id) ON DELETE CASCADE
);

create table territoire.import_remplace (
  import_id uuid not null,
  rang integer not null,
  avant jsonb not null,
  geometrie_avant bytea,
  constraint import_remplace_pkey PRIMARY KEY (import_id, rang),
  constraint import_remplace_import_id_fkey FOREIGN KEY (import_id) REFERENCES territoire.import(id) ON DELETE CASCADE
);

create table territoire.mesure_commune (
  mesure text not null,
  commune_code text not null,
  millesime integer not null,
  valeur_milliemes bigint not null,
  source text not null,
  constraint mesure_commune_pkey PRIMARY KEY (mesure, commune_code, millesime),
  constraint mesure_commune_mesure_check CHECK ((mesure ~ '^[a-z][a-z0-9_]{1,39}$'::text)),
  constraint mesure_commune_millesime_check CHECK (((millesime >= 1900) AND (millesime <= 2200))),
  constraint mesure_commune_source_check CHECK ((source <> ''::text))
);

create table territoire.palier (
  id uuid not null,
  contrat_id uuid not null,
  rang smallint not null,
  code text not null,
  libelle text not null,
  definition text,
  conditions text,
  couleur smallint not null,
  seuil_pm smallint,
  constraint palier_pkey PRIMARY KEY (id),
  constraint palier_contrat_id_code_key UNIQUE (contrat_id, code),
  constraint palier_contrat_id_rang_key UNIQUE (contrat_id, rang) DEFERRABLE INITIALLY DEFERRED,
  constraint palier_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id) ON DELETE CASCADE,
  constraint palier_code_check CHECK ((code ~ '^[a-z0-9][a-z0-9-]{0,39}$'::text)),
  constraint palier_couleur_check CHECK (((couleur >= 1) AND (couleur <= 6))),
  constraint palier_libelle_check CHECK ((libelle <> ''::text)),
  constraint palier_rang_check CHECK (((rang >= 1) AND (rang <= 20))),
  constraint palier_seuil_pm_check CHECK (((seuil_pm >= 0) AND (seuil_pm <= 1000)))
);
alter table territoire.palier enable row level security;

create table territoire.parametre_decret (
  id uuid not null,
  cle text not null,
  numero integer not null,
  decret text not null,
  libelle text not null,
  champ text not null,
  debut date not null,
  fin date,
  taille_min integer default 0 not null,
  taille_max integer,
  cote_m integer not null,
  population_min integer not null,
  unite_population_min integer not null,
  unite_arrondi integer not null,
  facteur_pm integer not null,
  poids_national_pm integer not null,
  poids_unite_pm integer not null,
  inegalite text not null,
  derogation_annees integer not null,
  voisinage smallint not null,
  source text not null,
  verifie_le date,
  motif text,
  cree_le timestamp with time zone default now() not null,
  remplace_le timestamp with time zone,
  constraint parametre_decret_pkey PRIMARY KEY (id),
  constraint parametre_decret_cle_numero_key UNIQUE (cle, numero),
  constraint parametre_decret_champ_check CHECK ((champ = ANY (ARRAY['metropole'::text, 'outre_mer'::text]))),
  constraint parametre_decret_check CHECK (((fin IS NULL) OR (fin >= debut))),
  constraint parametre_decret_check1 CHECK (((taille_max IS NULL) OR (taille_max > taille_min))),
  constraint parametre_decret_check2 CHECK (((champ = 'outre_mer'::text) OR ((poids_national_pm + poids_unite_pm) = 1000))),
  constraint parametre_decret_cle_check CHECK ((cle ~ '^[a-z0-9][a-z0-9/-]{2,60}$'::text)),
  constraint parametre_decret_cote_m_check CHECK ((cote_m > 0)),
  constraint parametre_decret_decret_check CHECK ((decret <> ''::text)),
  constraint parametre_decret_derogation_annees_check CHECK (((derogation_annees >= 0) AND (derogation_annees <= 50))),
  constraint parametre_decret_facteur_pm_check CHECK (((facteur_pm >= 0) AND (facteur_pm <= 1000))),
  constraint parametre_decret_inegalite_check CHECK ((inegalite = ANY (ARRAY['stricte'::text, 'large'::text]))),
  constraint parametre_decret_libelle_check CHECK ((libelle <> ''::text)),
  constraint parametre_decret_numero_check CHECK ((numero > 0)),
  constraint parametre_decret_poids_national_pm_check CHECK (((poids_national_pm >= 0) AND (poids_national_pm <= 1000))),
  constraint parametre_decret_poids_unite_pm_check CHECK (((poids_unite_pm >= 0) AND (poids_unite_pm <= 1000))),
  constraint parametre_decret_population_min_check CHECK ((population_min >= 0)),
  constraint parametre_decret_source_check CHECK ((source <> ''::text)),
  constraint parametre_decret_taille_min_check CHECK ((taille_min >= 0)),
  constraint parametre_decret_unite_arrondi_check CHECK ((unite_arrondi > 0)),
  constraint parametre_decret_unite_population_min_check CHECK ((unite_population_min >= 0)),
  constraint parametre_decret_voisinage_check CHECK ((voisinage = ANY (ARRAY[4, 8])))
);

create table territoire.perimetre (
  id uuid not null,
  contrat_id uuid not null,
  nom text not null,
  note text,
  communes text[] default '{}'::text[] not null,
  origine text not null,
  origine_detail text,
  quartier_nomme_id uuid,
  geometrie bytea,
  geometrie_origine bytea,
  ouest double precision,
  sud double precision,
  est double precision,
  nord double precision,
  aire_m2 bigint,
  version integer default 1 not null,
  archive_le timestamp with time zone,
  constraint perimetre_pkey PRIMARY KEY (id),
  constraint perimetre_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id) ON DELETE CASCADE,
  constraint perimetre_quartier_nomme_id_fkey FOREIGN KEY (quartier_nomme_id) REFERENCES contrat.quartier_nomme(id) ON DELETE SET NULL,
  constraint perimetre_aire_m2_check CHECK ((aire_m2 >= 0)),
  constraint perimetre_check CHECK (((geometrie IS NULL) = (ouest IS NULL))),
  constraint perimetre_check1 CHECK (((geometrie IS NULL) = (aire_m2 IS NULL))),
  constraint perimetre_nom_check CHECK ((nom <> ''::text)),
  constraint perimetre_origine_check CHECK ((origine = ANY (ARRAY['nom'::text, 'dessin'::text, 'fichier'::text, 'quartiers'::text])))
);
alter table territoire.perimetre enable row level security;

create table territoire.perimetre_palier (
  id uuid not null,
  contrat_id uuid not null,
  perimetre_id uuid,
  quartier_id uuid,
  palier_id uuid not null,
  debut date not null,
  fin date,
  decision_id uuid,
  motif text,
  constraint perimetre_palier_pkey PRIMARY KEY (id),
  constraint perimetre_palier_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id) ON DELETE CASCADE,
  constraint perimetre_palier_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES territoire.decision_locale(id),
  constraint perimetre_palier_palier_id_fkey FOREIGN KEY (palier_id) REFERENCES territoire.palier(id),
  constraint perimetre_palier_perimetre_id_fkey FOREIGN KEY (perimetre_id) REFERENCES territoire.perimetre(id) ON DELETE CASCADE,
  constraint perimetre_palier_quartier_id_fkey FOREIGN KEY (quartier_id) REFERENCES territoire.quartier(id),
  constraint perimetre_palier_check CHECK ((num_nonnulls(perimetre_id, quartier_id) = 1)),
  constraint perimetre_palier_check1 CHECK (((fin IS NULL) OR (fin >= debut))),
  constraint perimetre_palier_contrat_id_perimetre_id_daterange_excl EXCLUDE USING gist (contrat_id WITH =, perimetre_id WITH =, daterange(debut, fin, '[]'::text) WITH &&) WHERE ((perimetre_id IS NOT NULL)),
  constraint perimetre_palier_contrat_id_quartier_id_daterange_excl EXCLUDE USING gist (contrat_id WITH =, quartier_id WITH =, daterange(debut, fin, '[]'::text) WITH &&) WHERE ((quartier_id IS NOT NULL))
);
alter table territoire.perimetre_palier enable row level security;

create table territoire.quartier (
  id uuid not null,
  generation_id uuid not null,
  code text not null,
  nom text not null,
  cle text not null,
  debut date,
  fin date,
  population integer,
  population_millesime integer,
  population_source text,
  departement_code text,
  epci_siren text,
  geometrie bytea,
  geometrie_origine bytea,
  ouest double precision,
  sud double precision,
  est double precision,
  nord double precision,
  aire_m2 bigint,
  constraint quartier_pkey PRIMARY KEY (id),
  constraint quartier_generation_id_code_key UNIQUE (generation_id, code),
  constraint quartier_generation_id_fkey FOREIGN KEY (generation_id) REFERENCES territoire.generation(id),
  constraint quartier_aire_m2_check CHECK ((aire_m2 >= 0)),
  constraint quartier_check CHECK (((fin IS NULL) OR (debut IS NULL) OR (fin >= debut))),
  constraint quartier_check1 CHECK (((geometrie IS NULL) = (ouest IS NULL))),
  constraint quartier_code_check CHECK ((code ~ '^[A-Z0-9]{3,20}$'::text)),
  constraint quartier_nom_check CHECK ((nom <> ''::text)),
  constraint quartier_population_check CHECK ((population >= 0))
);

create table territoire.quartier_commune (
  quartier_id uuid not null,
  commune_code text not null,
  part_surface_pm smallint,
  part_population_pm smallint,
  constraint quartier_commune_pkey PRIMARY KEY (quartier_id, commune_code),
  constraint quartier_commune_quartier_id_fkey FOREIGN KEY (quartier_id) REFERENCES territoire.quartier(id) ON DELETE CASCADE,
  constraint quartier_commune_part_population_pm_check CHECK (((part_population_pm >= 0) AND (part_population_pm <= 1000))),
  constraint quartier_commune_part_surface_pm_check CHECK (((part_surface_pm >= 0) AND (part_surface_pm <= 1000)))
);

create table territoire.quartier_histoire (
  id uuid not null,
  quartier_id uuid not null,
  import_id uuid,
  decret_id uuid,
  change_le timestamp with time zone not null,
  change_par uuid,
  champs text[] not null,
  avant jsonb,
  geometrie_avant bytea,
  geometrie_origine_avant bytea,
  constraint quartier_histoire_pkey PRIMARY KEY (id),
  constraint quartier_histoire_change_par_fkey FOREIGN KEY (change_par) REFERENCES compte.personne(id),
  constraint quartier_histoire_decret_id_fkey FOREIGN KEY (decret_id) REFERENCES territoire.decret(id) ON DELETE SET NULL,
  constraint quartier_histoire_import_id_fkey FOREIGN KEY (import_id) REFERENCES territoire.import(id),
  constraint quartier_histoire_quartier_id_fkey FOREIGN KEY (quartier_id) REFERENCES territoire.quartier(id) ON DELETE CASCADE
);

create table territoire.reference_version (
  source text not null,
  version text not null,
  charge_le timestamp with time zone default now() not null,
  lignes integer not null,
  constraint reference_version_pkey PRIMARY KEY (source)
);

create table territoire.region (
  code text not null,
  nom text not null,
  constraint region_pkey PRIMARY KEY (code)
);

create table territoire.regle_communale (
  id uuid not null,
  nom text not null,
  description text default ''::text not null,
  source text not null,
  debut date,
  fin date,
  departements text[] default '{}'::text[] not null,
  version integer default 1 not null,
  archive_le timestamp with time zone,
  constraint regle_communale_pkey PRIMARY KEY (id),
  constraint regle_communale_nom_key UNIQUE (nom),
  constraint regle_communale_check CHECK (((fin IS NULL) OR (debut IS NULL) OR (fin >= debut))),
  constraint regle_communale_nom_check CHECK ((nom <> ''::text)),
  constraint regle_communale_source_check CHECK ((source <> ''::text))
);

create table territoire.regle_condition (
  regle_id uuid not null,
  rang integer not null,
  mesure text not null,
  libelle text not null,
  unite text default ''::text not null,
  comparaison text not null,
  seuil_milliemes bigint not null,
  constraint regle_condition_pkey PRIMARY KEY (regle_id, rang),
  constraint regle_condition_regle_id_fkey FOREIGN KEY (regle_id) REFERENCES territoire.regle_communale(id) ON DELETE CASCADE,
  constraint regle_condition_comparaison_check CHECK ((comparaison = ANY (ARRAY['plus_de'::text, 'au_moins'::text, 'moins_de'::text, 'au_plus'::text]))),
  constraint regle_condition_libelle_check CHECK ((libelle <> ''::text)),
  constraint regle_condition_mesure_check CHECK ((mesure ~ '^[a-z][a-z0-9_]{1,39}$'::text))
);

create table territoire.revision (
  seule boolean default true not null,
  numero bigint not null,
  constraint revision_pkey PRIMARY KEY (seule),
  constraint revision_seule_check CHECK (seule)
);

create table territoire.scenario_ajustement (
  scenario_id uuid not null,
  x integer not null,
  y integer not null,
  geste text not null,
  contrat_id uuid not null,
  constraint scenario_ajustement_pkey PRIMARY KEY (scenario_id, x, y),
  constraint scenario_ajustement_scenario_id_fkey FOREIGN KEY (scenario_id) REFERENCES territoire.scenario_eligibilite(id) ON DELETE CASCADE,
  constraint scenario_ajustement_geste_check CHECK ((geste = ANY (ARRAY['ajoutee'::text, 'retiree'::text])))
);
alter table territoire.scenario_ajustement enable row level security;

create table territoire.scenario_eligibilite (
  id uuid not null,
  contrat_id uuid not null,
  nom text not null,
  description text default ''::text not null,
  carroyage_id uuid not null,
  parametre_id uuid not null,
  critere text not null,
  part_pauvres_pm integer,
  unite_nom text default ''::text not null,
  unite_population integer,
  unite_population_source text default ''::text not null,
  revenu_national_cents bigint,
  revenu_national_source text default ''::text not null,
  revenu_unite_cents bigint,
  revenu_unite_source text default ''::text not null,
  passee_sous_le date,
  voisinage smallint not null,
  population_min integer not null,
  proche_de_pm integer default 800 not null,
  emprise text not null,
  x0 integer not null,
  y0 integer not null,
  x1 integer not null,
  y1 integer not null,
  jour date not null,
  version integer default 1 not null,
  cree_le timestamp with time zone not null,
  modifie_le timestamp with time zone not null,
  archive_le timestamp with time zone,
  constraint scenario_eligibilite_pkey PRIMARY KEY (id),
  constraint scenario_eligibilite_carroyage_id_fkey FOREIGN KEY (carroyage_id) REFERENCES territoire.carroyage(id),
  constraint scenario_eligibilite_parametre_id_fkey FOREIGN KEY (parametre_id) REFERENCES territoire.parametre_decret(id),
  constraint scenario_eligibilite_check CHECK (((x1 >= x0) AND (y1 >= y0))),
  constraint scenario_eligibilite_check1 CHECK (((critere <> 'revenu'::text) OR ((revenu_national_cents IS NOT NULL) AND (revenu_unite_cents IS NOT NULL)))),
  constraint scenario_eligibilite_check2 CHECK (((critere <> 'pauvrete'::text) OR (part_pauvres_pm IS NOT NULL))),
  constraint scenario_eligibilite_critere_check CHECK ((critere = ANY (ARRAY['revenu'::text, 'pauvrete'::text]))),
  constraint scenario_eligibilite_nom_check CHECK ((nom <> ''::text)),
  constraint scenario_eligibilite_part_pauvres_pm_check CHECK (((part_pauvres_pm >= 0) AND (part_pauvres_pm <= 1000))),
  constraint scenario_eligibilite_population_min_check CHECK ((population_min >= 0)),
  constraint scenario_eligibilite_proche_de_pm_check CHECK (((proche_de_pm >= 0) AND (proche_de_pm <= 1000))),
  constraint scenario_eligibilite_revenu_national_cents_check CHECK ((revenu_national_cents > 0)),
  constraint scenario_eligibilite_revenu_unite_cents_check CHECK ((revenu_unite_cents > 0)),
  constraint scenario_eligibilite_unite_population_check CHECK ((unite_population >= 0)),
  constraint scenario_eligibilite_voisinage_check CHECK ((voisinage = ANY (ARRAY[4, 8])))
);
alter table territoire.scenario_eligibilite enable row level security;

create table territoire.scenario_version (
  scenario_id uuid not null,
  numero integer not null,
  reglages jsonb not null,
  ajustements jsonb not null,
  motif text default ''::text not null,
  le timestamp with time zone not null,
  contrat_id uuid not null,
  constraint scenario_version_pkey PRIMARY KEY (scenario_id, numero),
  constraint scenario_version_scenario_id_fkey FOREIGN KEY (scenario_id) REFERENCES territoire.scenario_eligibilite(id) ON DELETE CASCADE
);
alter table territoire.scenario_version enable row level security;

create table territoire.sous_quartier (
  id uuid not null,
  quartier_id uuid not null,
  nom text not null,
  cle text not null,
  ordre integer default 0 not null,
  geometrie bytea,
  constraint sous_quartier_pkey PRIMARY KEY (id),
  constraint sous_quartier_quartier_id_nom_key UNIQUE (quartier_id, nom),
  constraint sous_quartier_quartier_id_fkey FOREIGN KEY (quartier_id) REFERENCES territoire.quartier(id) ON DELETE CASCADE,
  constraint sous_quartier_nom_check CHECK ((nom <> ''::text))
);

create table territoire.unite_urbaine (
  code text not null,
  millesime integer not null,
  nom text not null,
  cle text not null,
  population integer,
  population_millesime integer,
  source text not null,
  import_id uuid,
  constraint unite_urbaine_pkey PRIMARY KEY (code, millesime),
  constraint unite_urbaine_import_id_fkey FOREIGN KEY (import_id) REFERENCES territoire.import(id) ON DELETE SET NULL,
  constraint unite_urbaine_population_check CHECK ((population >= 0))
);

create table territoire.unite_urbaine_commune (
  unite_code text not null,
  millesime integer not null,
  commune_code text not null,
  constraint unite_urbaine_commune_pkey PRIMARY KEY (millesime, commune_code),
  constraint unite_urbaine_commune_unite_code_millesime_fkey FOREIGN KEY (unite_code, millesime) REFERENCES territoire.unite_urbaine(code, millesime) ON DELETE CASCADE
);

CREATE INDEX absence_contrat ON compte.absence USING btree (contrat_id);
CREATE INDEX absence_mandat ON compte.absence USING btree (mandat_id) WHERE (annulee_le IS NULL);
CREATE INDEX acces_justifie_contrat ON compte.acces_justifie USING btree (contrat_id, ouvert_le DESC);
CREATE INDEX cloture_prevue ON compte.cloture USING btree (prevue_le) WHERE ((annulee_le IS NULL) AND (faite_le IS NULL));
CREATE UNIQUE INDEX cloture_une_fois ON compte.cloture USING btree (personne_id) WHERE ((annulee_le IS NULL) AND (faite_le IS NULL));
CREATE INDEX delegation_contrat ON compte.delegation USING btree (contrat_id);
CREATE INDEX delegation_delegataire ON compte.delegation USING btree (delegataire_id);
CREATE INDEX delegation_mandat ON compte.delegation USING btree (mandat_id);
CREATE INDEX identite_utilisateur ON compte.identite USING btree (utilisateur_id);
CREATE INDEX identite_oidc_siret ON compte.identite_oidc USING btree (siret) WHERE (siret IS NOT NULL);
CREATE INDEX inscription_courriel ON compte.inscription USING btree (courriel);
CREATE INDEX inscription_expire ON compte.inscription USING btree (expire_le);
CREATE INDEX interet_declare_organisation ON compte.interet_declare USING btree (organisation_id);
CREATE INDEX interet_declare_personne ON compte.interet_declare USING btree (personne_id) WHERE (retire_le IS NULL);
CREATE INDEX invitation_contrat ON compte.invitation USING btree (contrat_id, cree_le DESC);
CREATE UNIQUE INDEX invitation_en_attente ON compte.invitation USING btree (contrat_id, courriel, role, organisation_id) WHERE ((acceptee_le IS NULL) AND (retiree_le IS NULL));
CREATE INDEX jeton_expire ON compte.jeton USING btree (expire_le);
CREATE INDEX jeton_utilisateur ON compte.jeton USING btree (utilisateur_id);
CREATE INDEX lot_mandat_mandat ON compte.lot_mandat USING btree (mandat_id);
CREATE INDEX lot_mandats_contrat ON compte.lot_mandats USING btree (contrat_id, cree_le DESC);
CREATE INDEX lot_mandats_groupe ON compte.lot_mandats USING btree (groupe_id);
CREATE INDEX mandat_contrat ON compte.mandat USING btree (contrat_id);
CREATE INDEX mandat_organisation ON compte.mandat USING btree (organisation_id);
CREATE INDEX mandat_personne ON compte.mandat USING btree (personne_id) WHERE (retire_le IS NULL);
CREATE INDEX mandat_remplace ON compte.mandat USING btree (remplace_id) WHERE (remplace_id IS NOT NULL);
CREATE INDEX mandat_succede ON compte.mandat USING btree (succede_id) WHERE (succede_id IS NOT NULL);
CREATE INDEX mandat_choisi_mandat ON compte.mandat_choisi USING btree (mandat_id);
CREATE INDEX mandat_suspendu_contrat ON compte.mandat_suspendu USING btree (contrat_id) WHERE (leve_le IS NULL);
CREATE UNIQUE INDEX mandat_suspendu_une_fois ON compte.mandat_suspendu USING btree (mandat_id) WHERE (leve_le IS NULL);
CREATE INDEX organisation_adresse ON compte.organisation USING btree (code_postal, platform.sans_accents(adresse));
CREATE INDEX organisation_cle ON compte.organisation USING gin (cle gin_trgm_ops);
CREATE INDEX organisation_fusionnee ON compte.organisation USING btree (fusionnee_dans) WHERE (fusionnee_dans IS NOT NULL);
CREATE INDEX organisation_recherche ON compte.organisation USING gin (platform.sans_accents(nom) gin_trgm_ops);
CREATE INDEX organisation_siren ON compte.organisation USING btree (siren);
CREATE INDEX organisation_document_fichier ON compte.organisation_document USING btree (fichier_id);
CREATE INDEX organisation_document_organisation ON compte.organisation_document USING btree (organisation_id) WHERE (archive_le IS NULL);
CREATE INDEX organisation_doublon_b ON compte.organisation_doublon USING btree (b);
CREATE UNIQUE INDEX organisation_fusion_absorbe ON compte.organisation_fusion USING btree (absorbe_id) WHERE (annulee_le IS NULL);
CREATE INDEX organisation_fusion_garde ON compte.organisation_fusion USING btree (garde_id);
CREATE INDEX organisation_nom_cle ON compte.organisation_nom USING gin (cle gin_trgm_ops);
CREATE INDEX organisation_nom_recherche ON compte.organisation_nom USING gin (platform.sans_accents(nom) gin_trgm_ops);
CREATE INDEX session_expire ON compte.session USING btree (expire_le);
CREATE INDEX session_utilisateur ON compte.session USING btree (utilisateur_id);
CREATE INDEX session_vue ON compte.session USING btree (utilisateur_id, vue_le DESC);
CREATE INDEX tentative_depuis ON compte.tentative USING btree (depuis);
CREATE INDEX verification_identifiant ON compte.verification USING btree (identifiant);
CREATE INDEX verification_valeur ON compte.verification USING btree (valeur);
CREATE INDEX document_contrat ON contrat.document USING btree (contrat_id, ordre);
CREATE INDEX jalon_contrat ON contrat.jalon USING btree (contrat_id, ordre);
CREATE INDEX quartier_nomme_contrat ON contrat.quartier_nomme USING btree (contrat_id, ordre);
CREATE INDEX signataire_contrat ON contrat.signataire USING btree (contrat_id, ordre);
CREATE UNIQUE INDEX version_en_ligne ON contrat.version USING btree (contrat_id) WHERE ((publie_le IS NOT NULL) AND (retire_le IS NULL));
CREATE UNIQUE INDEX observation_en_place ON indicateurs.observation USING btree (territoire_type, territoire_code, indicateur_id, periode, source_id) WHERE (remplacee_par IS NULL);
CREATE INDEX observation_indicateur ON indicateurs.observation USING btree (indicateur_id);
CREATE INDEX observation_remplace ON indicateurs.observation USING btree (remplace) WHERE (remplace IS NOT NULL);
CREATE INDEX observation_remplacee ON indicateurs.observation USING btree (remplacee_par) WHERE (remplacee_par IS NOT NULL);
CREATE INDEX observation_table ON indicateurs.observation USING btree (table_id);
CREATE INDEX table_importee_recentes ON indicateurs.table_importee USING btree (deposee_le DESC);
CREATE INDEX audit_ligne_acteur ON platform.audit_ligne USING btree (acteur_id, chaine, numero DESC);
CREATE INDEX audit_ligne_instant ON platform.audit_ligne USING btree (chaine, instant DESC);
CREATE INDEX audit_ligne_objet ON platform.audit_ligne USING btree (objet_type, objet_id, instant DESC);
CREATE INDEX courriel_a_effacer ON platform.courriel USING btree (fini_le) WHERE ((efface_le IS NULL) AND (fini_le IS NOT NULL));
CREATE INDEX courriel_a_envoyer ON platform.courriel USING btree (prochain_essai_le) WHERE (etat = ANY (ARRAY['en_attente'::text, 'en_cours'::text, 'remise'::text]));
CREATE INDEX courriel_a_recueillir ON platform.courriel USING btree (personne_id, cree_le) WHERE (etat = 'a_recueillir'::text);
CREATE INDEX courriel_personne ON platform.courriel USING btree (personne_id) WHERE (personne_id IS NOT NULL);
CREATE INDEX courriel_recents ON platform.courriel USING btree (cree_le DESC);
CREATE UNIQUE INDEX courriel_recueil_du_jour ON platform.courriel USING btree (personne_id, recueil_le) WHERE (recueil_le IS NOT NULL);
CREATE INDEX tache_recentes ON platform.tache USING btree (contrat_id, cree_le DESC);
CREATE INDEX ancien_code_recherche ON strategie.ancien_code USING btree (contrat_id, code);
CREATE INDEX commentaire_fiche ON strategie.commentaire USING btree (fiche_id, ecrit_le);
CREATE INDEX commentaire_recherche ON strategie.commentaire USING gin (recherche) WITH (fastupdate=off);
CREATE INDEX deplacement_recent ON strategie.deplacement USING btree (contrat_id, fait_le DESC);
CREATE INDEX fiche_contrat ON strategie.fiche USING btree (contrat_id, code);
CREATE INDEX fiche_noeud ON strategie.fiche USING btree (noeud_id, numero);
CREATE INDEX fiche_recherche ON strategie.fiche USING gin (recherche) WITH (fastupdate=off);
CREATE INDEX fiche_lieu_code ON strategie.fiche_lieu USING btree (contrat_id, type, code);
CREATE INDEX fiche_ligne_fiche ON strategie.fiche_ligne USING btree (fiche_id, champ, ordre);
CREATE INDEX fiche_ligne_filtre ON strategie.fiche_ligne USING btree (champ, "left"(platform.sans_accents(texte), 200)) WHERE (champ = ANY (ARRAY['animateur'::text, 'echelleTerritoriale'::text]));
CREATE INDEX fiche_ligne_lien ON strategie.fiche_ligne USING btree (lien_fiche_id) WHERE (lien_fiche_id IS NOT NULL);
CREATE INDEX import_fiche_fiche ON strategie.import_fiche USING btree (fiche_id) WHERE (fiche_id IS NOT NULL);
CREATE INDEX import_source_lot ON strategie.import_source USING btree (lot_id, ordre);
CREATE INDEX modele_document_contrat ON strategie.modele_document USING btree (contrat_id) WHERE (archive_le IS NULL);
CREATE INDEX mot_voisins ON strategie.mot USING gist (contrat_id, mot gist_trgm_ops (siglen='32'));
CREATE INDEX noeud_contrat ON strategie.noeud USING btree (contrat_id, code);
CREATE INDEX noeud_parent ON strategie.noeud USING btree (parent_id);
CREATE INDEX noeud_recherche ON strategie.noeud USING gin (recherche) WITH (fastupdate=off);
CREATE INDEX commune_cle ON territoire.commune USING gin (cle gin_trgm_ops);
CREATE INDEX commune_epci ON territoire.commune USING btree (epci_siren);
CREATE INDEX commune_postal ON territoire.commune USING gin (codes_postaux);
CREATE INDEX contour_import ON territoire.contour USING btree (import_id);
CREATE INDEX epci_cle ON territoire.epci USING gin (cle gin_trgm_ops);
CREATE INDEX epci_commune_commune ON territoire.epci_commune USING btree (commune_code);
CREATE INDEX filiation_nouveau ON territoire.filiation USING btree (nouveau_id);
CREATE INDEX import_depose_le ON territoire.import USING btree (depose_le DESC);
CREATE INDEX import_defaut_entite ON territoire.import_defaut USING btree (import_id, entite);
CREATE INDEX import_entite_code ON territoire.import_entite USING btree (import_id, code);
CREATE UNIQUE INDEX parametre_decret_courant ON territoire.parametre_decret USING btree (cle) WHERE (remplace_le IS NULL);
CREATE INDEX perimetre_contrat ON territoire.perimetre USING btree (contrat_id);
CREATE UNIQUE INDEX perimetre_nom ON territoire.perimetre USING btree (contrat_id, lower(nom)) WHERE (archive_le IS NULL);
CREATE INDEX perimetre_palier_contrat ON territoire.perimetre_palier USING btree (contrat_id, debut);
CREATE INDEX quartier_cle ON territoire.quartier USING gin (cle gin_trgm_ops);
CREATE INDEX quartier_code ON territoire.quartier USING btree (code);
CREATE INDEX quartier_commune_commune ON territoire.quartier_commune USING btree (commune_code);
CREATE INDEX quartier_histoire_import ON territoire.quartier_histoire USING btree (import_id);
CREATE INDEX quartier_histoire_quartier ON territoire.quartier_histoire USING btree (quartier_id, change_le);
CREATE INDEX scenario_eligibilite_contrat ON territoire.scenario_eligibilite USING btree (contrat_id);
CREATE INDEX unite_urbaine_import ON territoire.unite_urbaine USING btree (import_id);
CREATE INDEX unite_urbaine_commune_unite ON territoire.unite_urbaine_commune USING btree (unite_code, millesime);

create view compte.reference_organisation as
 SELECT c.oid AS contrainte,
    (n.nspname::text || '.'::text) || t.relname::text AS nom_table,
    t.oid AS table_oid,
    a.attname::text AS colonne,
    (EXISTS ( SELECT
           FROM pg_attribute x
          WHERE x.attrelid = t.oid AND x.attname = 'contrat_id'::name AND NOT x.attisdropped)) AS a_contrat,
    COALESCE(v.traitement, 'inconnu'::text) AS traitement,
    COALESCE(v.un, t.relname::text) AS un,
    COALESCE(v.plusieurs, t.relname::text) AS plusieurs
   FROM pg_constraint c
     JOIN pg_class t ON t.oid = c.conrelid
     JOIN pg_namespace n ON n.oid = t.relnamespace
     JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
     LEFT JOIN compte.traitement_reference v ON v.nom_table = ((n.nspname::text || '.'::text) || t.relname::text) AND v.colonne = a.attname
  WHERE c.contype = 'f'::"char" AND c.confrelid = 'compte.organisation'::regclass::oid AND array_length(c.conkey, 1) = 1 AND c.conparentid = 0::oid;

create view platform.colonne as
 SELECT n.nspname::text AS schema,
    t.relname::text AS tableau,
    a.attname::text AS nom,
    a.attnum::integer AS rang,
    format_type(a.atttypid, a.atttypmod) AS type,
    a.attnotnull AS obligatoire,
    col_description(t.oid, a.attnum::integer) AS declaration,
    cible.nom AS cible,
    cible.cascade AS cible_cascade,
    (EXISTS ( SELECT
           FROM pg_constraint k
          WHERE k.conrelid = t.oid AND k.contype = 'p'::"char" AND (a.attnum = ANY (k.conkey)))) AS cle,
    y.typcategory = 'S'::"char" OR y.typcategory = 'I'::"char" OR (y.typname = ANY (ARRAY['json'::name, 'jsonb'::name, 'bytea'::name, 'tsvector'::name, 'xml'::name])) OR y.typcategory = 'A'::"char" AND e.typcategory = 'S'::"char" OR COALESCE(cible.nom = ANY (ARRAY['compte.personne'::text, 'compte.utilisateur'::text]), false) OR a.attname ~ '(_par|^prenom|^nom|courriel|telephone|adresse|naissance|navigateur|^ip|_ip|representant|^signataire)$'::text OR a.attname ~ '^(acteur|auteur|demandeur|personne|utilisateur|signataire|destinataire|representant)(_id)?$'::text AS a_declarer
   FROM pg_class t
     JOIN pg_namespace n ON n.oid = t.relnamespace
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
     JOIN pg_type y ON y.oid = a.atttypid
     LEFT JOIN pg_type e ON e.oid = y.typelem
     LEFT JOIN LATERAL ( SELECT (cn.nspname::text || '.'::text) || ct.relname::text AS nom,
            c.confdeltype = 'c'::"char" AS cascade
           FROM pg_constraint c
             JOIN pg_class ct ON ct.oid = c.confrelid
             JOIN pg_namespace cn ON cn.oid = ct.relnamespace
          WHERE c.contype = 'f'::"char" AND c.conrelid = t.oid AND c.conkey = ARRAY[a.attnum]
          ORDER BY ct.relname
         LIMIT 1) cible ON true
  WHERE (t.relkind = ANY (ARRAY['r'::"char", 'p'::"char"])) AND (n.nspname <> ALL (ARRAY['information_schema'::name, 'public'::name, 'graphile_worker'::name])) AND n.nspname !~ '^pg_'::text;

CREATE OR REPLACE FUNCTION compte.acces_en_vigueur(personne uuid, jour date, instant timestamp with time zone)
 RETURNS json
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    select coalesce(json_agg(json_build_object('id', a.id, 'contratId', a.contrat_id, 'fin', a.fin, 'organisationId', o.id,
      'organisation', o.nom) order by a.ouvert_le), '[]')
    from compte.acces_justifie a
    join lateral (
      select m.organisation_id from compte.mandat m
      where m.personne_id = a.personne_id and m.role = 'admin_plateforme' and m.contrat_id is null and m.retire_le is null
        and m.debut <= jour and (m.fin is null or m.fin >= jour)
      order by m.debut, m.id limit 1
    ) m on true
    join compte.organisation o on o.id = m.organisation_id
    where a.personne_id = personne and a.ferme_le is null and a.ouvert_le <= instant and a.fin > instant
  $function$;

CREATE OR REPLACE FUNCTION compte.cle_territoire(communes text[], quartiers uuid[])
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
    select coalesce((select string_agg(c, ',' order by c) from unnest(communes) c), '')
      || '/' || coalesce((select string_agg(q::text, ',' order by q) from unnest(quartiers) q), '')
  $function$;

CREATE OR REPLACE FUNCTION compte.contrat_invitant(empreinte_recue text)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$ select i.contrat_id from compte.invitation i where i.empreinte = empreinte_recue $function$;

CREATE OR REPLACE FUNCTION compte.deplacer_references(la_table text, la_colonne text, les_ids uuid[], de uuid, vers uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  r record;
  nombre integer;
begin
  select * into r from compte.reference_organisation v
    where v.nom_table = la_table and v.colonne = la_colonne and v.traitement <> 'propre';
  if not found then
    raise exception 'no reference to an organisation in %.%', la_table, la_colonne;
  end if;
  execute format('update %s set %I = $1 where id = any($2) and %I = $3', r.table_oid::regclass, r.colonne, r.colonne) using vers, les_ids, de;
  get diagnostics nombre = row_count;
  return nombre;
end
$function$;

CREATE OR REPLACE FUNCTION compte.lister_references(organisation uuid)
 RETURNS TABLE(nom_table text, colonne text, un text, plusieurs text, ids uuid[], contrats uuid[])
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  r record;
begin
  for r in select * from compte.reference_organisation v where v.traitement <> 'propre' order by v.nom_table, v.colonne loop
    nom_table := r.nom_table;
    colonne := r.colonne;
    un := r.un;
    plusieurs := r.plusieurs;
    execute format('select array_agg(id order by id), array_agg(distinct %s) from %s where %I = $1',
      case when r.a_contrat then 'contrat_id' else 'null::uuid' end, r.table_oid::regclass, r.colonne)
      into ids, contrats using organisation;
    ids := coalesce(ids, '{}');
    contrats := coalesce(array_remove(contrats, null), '{}');
    if cardinality(ids) > 0 then
      return next;
    end if;
  end loop;
end
$function$;

CREATE OR REPLACE FUNCTION compte.mandats_en_vigueur(personne uuid, jour date)
 RETURNS json
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  return (
    select coalesce(json_agg(json_build_object(
        'id', m.id, 'organisationId', o.id, 'organisation', o.nom, 'role', m.role, 'contratId', m.contrat_id,
        'communes', m.communes, 'quartiers', m.quartiers,
        'suppleantDe', (select q.prenom || ' ' || q.nom from compte.personne q where q.id = r.personne_id),
        'choisi', exists (select from compte.mandat_choisi c
          where c.personne_id = m.personne_id and c.contrat_id = m.contrat_id and c.mandat_id = m.id),
        'delegations', (
          select coalesce(json_agg(json_build_object(
              'id', d.id, 'de', q.prenom || ' ' || q.nom, 'arrete', d.arrete, 'debut', d.debut, 'fin', d.fin,
              'matieres', (select json_agg(x.matiere order by x.matiere) from compte.delegation_matiere x where x.delegation_id = d.id)
            ) order by d.debut, d.id), '[]')
          from compte.delegation d
          join compte.mandat s on s.id = d.mandat_id
          join compte.personne q on q.id = s.personne_id
          where d.delegataire_id = m.id and d.revoquee_le is null and d.debut <= $2 and (d.fin is null or d.fin >= $2)
            and s.retire_le is null and s.debut <= $2 and (s.fin is null or s.fin >= $2))
      ) order by m.qualite desc, m.debut, m.id), '[]')
    from compte.mandat m
    join compte.organisation o on o.id = m.organisation_id
    left join compte.mandat r on r.id = m.remplace_id
    where m.personne_id = $1 and m.retire_le is null and m.debut <= $2 and (m.fin is null or m.fin >= $2)
      -- Its holder has changed organisation, says her identity provider (0011): it waits for a confirmation.
      and not exists (select from compte.mandat_suspendu x where x.mandat_id = m.id and x.leve_le is null)
      and (r.id is null or (r.retire_le is null and r.debut <= $2 and (r.fin is null or r.fin >= $2)
        and (m.suppleance = 'permanente' or exists (select from compte.absence a
          where a.mandat_id = r.id and a.annulee_le is null and a.debut <= $2 and a.fin >= $2)))));
end
$function$;

CREATE OR REPLACE FUNCTION compte.presences(organisations uuid[], contrats uuid[])
 RETURNS TABLE(organisation_id uuid, contrat_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  r record;
begin
  for r in select * from compte.reference_organisation v where v.a_contrat and v.traitement <> 'propre' loop
    return query execute format(
      'select distinct %1$I, contrat_id from %2$s where %1$I is not null and contrat_id is not null
         and ($1 is null or %1$I = any($1)) and ($2 is null or contrat_id = any($2))', r.colonne, r.table_oid::regclass)
      using organisations, contrats;
  end loop;
end
$function$;

CREATE OR REPLACE FUNCTION contrat.mesures(jour date)
 RETURNS TABLE(contrat_id uuid, membres bigint, fiches bigint, fichiers bigint, octets bigint, actes bigint, dernier_acte timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  if not exists (
    select from compte.mandat m
    where m.personne_id = nullif(current_setting('parvis.personne', true), '')::uuid and m.role = 'admin_plateforme'
      and m.retire_le is null and m.debut <= jour and (m.fin is null or m.fin >= jour)
  ) then
    raise exception 'Ces mesures sont celles de l’administration de la plateforme.' using errcode = 'insufficient_privilege';
  end if;
  return query
    select c.id,
      (select count(distinct m.personne_id) from compte.mandat m
        where m.contrat_id = c.id and m.retire_le is null and m.debut <= jour and (m.fin is null or m.fin >= jour)),
      (select count(*) from strategie.fiche f where f.contrat_id = c.id and f.archive_le is null),
      f.nombre, f.octets,
      coalesce(h.dernier_numero, 0),
      (select l.instant from platform.audit_ligne l where l.chaine = h.chaine and l.numero = h.dernier_numero)
    from contrat.contrat c
    left join platform.audit_chaine h on h.chaine = 'contrat:' || c.id
    cross join lateral (
      select count(*) as nombre, coalesce(sum(p.taille), 0)::bigint as octets from platform.fichier p where p.id in (
        select d.fichier_id from contrat.document d where d.contrat_id = c.id
        union select s.fichier_id from strategie.import_source s join strategie.import_lot l on l.id = s.lot_id where l.contrat_id = c.id
        union select t.fichier_id from publication.telechargement t join contrat.version v on v.id = t.version_id where v.contrat_id = c.id
        union select e.fichier_id from platform.tache e where e.contrat_id = c.id)
    ) f;
end
$function$;

CREATE OR REPLACE FUNCTION platform.annonce_reglage()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_notify('parvis_publication', '*');
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION platform.chaines()
 RETURNS text[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select array(select 'contrat:' || c from unnest(platform.contrats()) c) $function$;

CREATE OR REPLACE FUNCTION platform.cloisonne(tableau regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('alter table %s enable row level security', tableau);
  execute format('create policy contrat on %s using (contrat_id = any ((select platform.contrats())::uuid[]))', tableau);
  execute format('create policy plateforme on %s to parvis_ouvrier using ((select platform.technique()))', tableau);
end
$function$;

CREATE OR REPLACE FUNCTION platform.cloisonne_partie(partie regclass, tout regclass, colonne text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('alter table %s add column contrat_id uuid', partie);
  execute format('update %s p set contrat_id = t.contrat_id from %s t where t.id = p.%I', partie, tout, colonne);
  execute format('alter table %s alter column contrat_id set not null', partie);
  execute format('create trigger a_contrat before insert or update of %I, contrat_id on %s for each row execute function platform.herite_contrat(%L, %L)',
    colonne, partie, tout::text, colonne);
  perform platform.cloisonne(partie);
end
$function$;

CREATE OR REPLACE FUNCTION platform.contrats()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select string_to_array(nullif(current_setting('parvis.contrats', true), ''), ',')::uuid[] $function$;

CREATE OR REPLACE FUNCTION platform.efface_seulement()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'UPDATE' and new.avant is null and new.apres is null and new.sel is null and new.libelle is null
     and new.efface_le is not null and new.ligne_id = old.ligne_id then
    -- Whoever erases need not know every column.
    new.mandat := null;
    return new;
  end if;
  raise exception 'Le contenu du journal ne peut qu’être effacé.' using errcode = 'insufficient_privilege';
end
$function$;

CREATE OR REPLACE FUNCTION platform.enfiler(tache uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  perform graphile_worker.add_job('tache', json_build_object('id', tache), max_attempts => 3);
end
$function$;

CREATE OR REPLACE FUNCTION platform.enfiler_courriel(courriel uuid, quand timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  perform graphile_worker.add_job('courriel', json_build_object('id', courriel), run_at => quand,
    job_key => 'courriel:' || courriel, job_key_mode => 'replace');
end
$function$;

CREATE OR REPLACE FUNCTION platform.fichier_ouvert()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('parvis.fichier', true), '')::uuid $function$;

CREATE OR REPLACE FUNCTION platform.fin_de_chaine(chaine text)
 RETURNS date
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    select case when chaine like 'contrat:%' then (
      select case when c.archive_le is not null then greatest(c.fin, c.archive_le::date) else c.fin end
      from contrat.contrat c where c.id = substr(chaine, 9)::uuid) end
  $function$;

CREATE OR REPLACE FUNCTION platform.herite_contrat()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  execute format('select contrat_id from %s where id = $1', tg_argv[0])
    into new.contrat_id using (to_jsonb(new) ->> tg_argv[1])::uuid;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION platform.moi()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('parvis.personne', true), '')::uuid $function$;

CREATE OR REPLACE FUNCTION platform.refuse_alteration()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'Le journal des actes ne se modifie pas.' using errcode = 'insufficient_privilege';
end
$function$;

CREATE OR REPLACE FUNCTION platform.sans_accents(texte text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$ select lower(public.unaccent('public.unaccent'::regdictionary, texte)) $function$;

CREATE OR REPLACE FUNCTION platform.suit_la_ligne()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  if new.chaine = old.chaine and new.dernier_numero = old.dernier_numero and new.derniere_empreinte = old.derniere_empreinte then
    return null; -- taken to wait one's turn
  end if;
  if new.chaine = old.chaine and new.dernier_numero = old.dernier_numero + 1 and exists (
    select from platform.audit_ligne l
    where l.chaine = new.chaine and l.numero = new.dernier_numero and l.empreinte = new.derniere_empreinte
      and l.empreinte_precedente = old.derniere_empreinte
  ) then
    return null;
  end if;
  raise exception 'La tête d’une chaîne du journal suit la ligne qui vient d’être écrite.' using errcode = 'insufficient_privilege';
end
$function$;

CREATE OR REPLACE FUNCTION platform.technique()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select coalesce(current_setting('parvis.technique', true) = '1', false) $function$;

CREATE OR REPLACE FUNCTION publication.annonce(adresse text)
 RETURNS void
 LANGUAGE sql
AS $function$
  select pg_notify('parvis_publication', adresse)
$function$;

CREATE OR REPLACE FUNCTION publication.annonce_contrat()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform publication.annonce(old.adresse);
  if new.adresse <> old.adresse then
    perform publication.annonce(new.adresse);
  end if;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION publication.annonce_telechargement()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform publication.annonce(c.adresse) from contrat.version v join contrat.contrat c on c.id = v.contrat_id where v.id = new.version_id;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION publication.annonce_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform publication.annonce(c.adresse) from contrat.contrat c where c.id = new.contrat_id;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION strategie.retient_mots(contrat uuid, texte text)
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into strategie.mot (contrat_id, mot)
  select distinct contrat, m from regexp_split_to_table(platform.sans_accents(texte), '[^a-z0-9]+') as m
  where length(m) between 3 and 40
  on conflict do nothing
$function$;

CREATE OR REPLACE FUNCTION strategie.retient_mots_commentaire()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform strategie.retient_mots(f.contrat_id, new.texte) from strategie.fiche f where f.id = new.fiche_id;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION strategie.retient_mots_fiche()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform strategie.retient_mots(new.contrat_id, new.intitule || ' ' || new.texte_recherche);
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION strategie.retient_mots_noeud()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform strategie.retient_mots(new.contrat_id, new.intitule || ' ' || coalesce(new.description, ''));
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION territoire.raise_revision()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  update territoire.revision set numero = numero + 1;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION territoire.usages_carroyage(carroyage uuid)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    select count(distinct id)::integer from (
      select s.id from territoire.scenario_eligibilite s where s.carroyage_id = carroyage
      union all
      select v.scenario_id from territoire.scenario_version v where (v.reglages ->> 'carroyageId')::uuid = carroyage) u
  $function$;

CREATE TRIGGER annonce_publication AFTER UPDATE OF adresse, archive_le, titre, epci_nom, debut, fin, generation ON contrat.contrat FOR EACH ROW EXECUTE FUNCTION publication.annonce_contrat();
CREATE TRIGGER annonce_publication AFTER INSERT OR UPDATE OF publie_le, retire_le ON contrat.version FOR EACH ROW EXECUTE FUNCTION publication.annonce_version();
CREATE TRIGGER audit_chaine_garde BEFORE DELETE ON platform.audit_chaine FOR EACH ROW EXECUTE FUNCTION platform.refuse_alteration();
CREATE TRIGGER audit_chaine_pleine BEFORE TRUNCATE ON platform.audit_chaine FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_alteration();
CREATE TRIGGER audit_chaine_suit AFTER UPDATE ON platform.audit_chaine FOR EACH ROW EXECUTE FUNCTION platform.suit_la_ligne();
CREATE TRIGGER audit_contenu_efface BEFORE DELETE OR UPDATE ON platform.audit_contenu FOR EACH ROW EXECUTE FUNCTION platform.efface_seulement();
CREATE TRIGGER audit_contenu_plein BEFORE TRUNCATE ON platform.audit_contenu FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_alteration();
CREATE TRIGGER audit_ligne_immuable BEFORE DELETE OR UPDATE ON platform.audit_ligne FOR EACH ROW EXECUTE FUNCTION platform.refuse_alteration();
CREATE TRIGGER audit_ligne_pleine BEFORE TRUNCATE ON platform.audit_ligne FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_alteration();
CREATE TRIGGER annonce_reglage AFTER INSERT OR UPDATE ON platform.reglage FOR EACH ROW WHEN ((new.cle ~~ 'instance.%'::text)) EXECUTE FUNCTION platform.annonce_reglage();
CREATE TRIGGER a_contrat BEFORE INSERT OR UPDATE OF version_id, contrat_id ON publication.telechargement FOR EACH ROW EXECUTE FUNCTION platform.herite_contrat('contrat.version', 'version_id');
CREATE TRIGGER annonce_publication AFTER INSERT ON publication.telechargement FOR EACH ROW EXECUTE FUNCTION publication.annonce_telechargement();
CREATE TRIGGER a_contrat BEFORE INSERT OR UPDATE OF fiche_id, contrat_id ON strategie.commentaire FOR EACH ROW EXECUTE FUNCTION platform.herite_contrat('strategie.fiche', 'fiche_id');
CREATE TRIGGER commentaire_mots AFTER INSERT OR UPDATE OF texte ON strategie.commentaire FOR EACH ROW EXECUTE FUNCTION strategie.retient_mots_commentaire();
CREATE TRIGGER fiche_mots AFTER INSERT OR UPDATE OF intitule, texte_recherche ON strategie.fiche FOR EACH ROW EXECUTE FUNCTION strategie.retient_mots_fiche();
CREATE TRIGGER a_contrat BEFORE INSERT OR UPDATE OF fiche_id, contrat_id ON strategie.fiche_lieu FOR EACH ROW EXECUTE FUNCTION platform.herite_contrat('strategie.fiche', 'fiche_id');
CREATE TRIGGER a_contrat BEFORE INSERT OR UPDATE OF fiche_id, contrat_id ON strategie.fiche_ligne FOR EACH ROW EXECUTE FUNCTION platform.herite_contrat('strategie.fiche', 'fiche_id');
CREATE TRIGGER a_contrat BEFORE INSERT OR UPDATE OF fiche_id, contrat_id ON strategie.fiche_theme FOR EACH ROW EXECUTE FUNCTION platform.herite_contrat('strategie.fiche', 'fiche_id');
CREATE TRIGGER a_contrat BEFORE INSERT OR UPDATE OF fiche_id, contrat_id ON strategie.fiche_version FOR EACH ROW EXECUTE FUNCTION platform.herite_contrat('strategie.fiche', 'fiche_id');
CREATE TRIGGER a_contrat BEFORE INSERT OR UPDATE OF source_id, contrat_id ON strategie.import_fiche FOR EACH ROW EXECUTE FUNCTION platform.herite_contrat('strategie.import_source', 'source_id');
CREATE TRIGGER a_contrat BEFORE INSERT OR UPDATE OF lot_id, contrat_id ON strategie.import_source FOR EACH ROW EXECUTE FUNCTION platform.herite_contrat('strategie.import_lot', 'lot_id');
CREATE TRIGGER noeud_mots AFTER INSERT OR UPDATE OF intitule, description ON strategie.noeud FOR EACH ROW EXECUTE FUNCTION strategie.retient_mots_noeud();
CREATE TRIGGER a_contrat BEFORE INSERT OR UPDATE OF noeud_id, contrat_id ON strategie.noeud_theme FOR EACH ROW EXECUTE FUNCTION platform.herite_contrat('strategie.noeud', 'noeud_id');
CREATE TRIGGER a_contrat BEFORE INSERT OR UPDATE OF critere_id, contrat_id ON territoire.critere_valeur FOR EACH ROW EXECUTE FUNCTION platform.herite_contrat('territoire.critere', 'critere_id');
CREATE TRIGGER revision AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON territoire.generation FOR EACH STATEMENT EXECUTE FUNCTION territoire.raise_revision();
CREATE TRIGGER revision AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON territoire.quartier FOR EACH STATEMENT EXECUTE FUNCTION territoire.raise_revision();
CREATE TRIGGER a_contrat BEFORE INSERT OR UPDATE OF scenario_id, contrat_id ON territoire.scenario_ajustement FOR EACH ROW EXECUTE FUNCTION platform.herite_contrat('territoire.scenario_eligibilite', 'scenario_id');
CREATE TRIGGER a_contrat BEFORE INSERT OR UPDATE OF scenario_id, contrat_id ON territoire.scenario_version FOR EACH ROW EXECUTE FUNCTION platform.herite_contrat('territoire.scenario_eligibilite', 'scenario_id');

create policy contrat on compte.absence for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on compte.absence for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy technique on compte.absence for all to public using (( SELECT platform.technique() AS technique));
create policy contrat on compte.acces_justifie for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy fermeture on compte.acces_justifie for update to public using ((personne_id = (NULLIF(current_setting('parvis.personne'::text, true), ''::text))::uuid));
create policy lecture on compte.acces_justifie for select to public using (((contrat_id = ANY ((string_to_array(NULLIF(current_setting('parvis.contrats'::text, true), ''::text), ','::text))::uuid[])) OR (personne_id = (NULLIF(current_setting('parvis.personne'::text, true), ''::text))::uuid) OR (current_setting('parvis.technique'::text, true) = '1'::text)));
create policy moi on compte.acces_justifie for all to public using ((personne_id = ( SELECT platform.moi() AS moi)));
create policy ouverture on compte.acces_justifie for insert to public with check (((personne_id = (NULLIF(current_setting('parvis.personne'::text, true), ''::text))::uuid) AND (current_setting('parvis.technique'::text, true) = '1'::text)));
create policy plateforme on compte.acces_justifie for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy technique on compte.acces_justifie for all to public using (( SELECT platform.technique() AS technique));
create policy contrat on compte.delegation for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on compte.delegation for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy technique on compte.delegation for all to public using (( SELECT platform.technique() AS technique));
create policy contrat on compte.delegation_matiere for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on compte.delegation_matiere for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy technique on compte.delegation_matiere for all to public using (( SELECT platform.technique() AS technique));
create policy contrat on compte.invitation for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on compte.invitation for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy technique on compte.invitation for all to public using (( SELECT platform.technique() AS technique));
create policy contrat on compte.lot_mandat for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on compte.lot_mandat for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy technique on compte.lot_mandat for all to public using (( SELECT platform.technique() AS technique));
create policy contrat on compte.lot_mandats for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on compte.lot_mandats for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy technique on compte.lot_mandats for all to public using (( SELECT platform.technique() AS technique));
create policy contrat on compte.mandat for all to public using (((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])) OR (personne_id = ( SELECT platform.moi() AS moi)) OR ( SELECT platform.technique() AS technique)));
create policy contrat on compte.mandat_choisi for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy moi on compte.mandat_choisi for all to public using ((personne_id = ( SELECT platform.moi() AS moi)));
create policy plateforme on compte.mandat_choisi for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy constat on compte.mandat_suspendu for insert to public with check ((EXISTS ( SELECT
   FROM compte.mandat m
  WHERE ((m.id = mandat_suspendu.mandat_id) AND (m.personne_id = ( SELECT platform.moi() AS moi))))));
create policy contrat on compte.mandat_suspendu for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on compte.mandat_suspendu for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy sien on compte.mandat_suspendu for select to public using ((EXISTS ( SELECT
   FROM compte.mandat m
  WHERE ((m.id = mandat_suspendu.mandat_id) AND (m.personne_id = ( SELECT platform.moi() AS moi))))));
create policy technique on compte.mandat_suspendu for all to public using (( SELECT platform.technique() AS technique));
create policy contrat on contrat.champ_fiche for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on contrat.champ_fiche for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on contrat.commune for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on contrat.commune for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy technique on contrat.commune for select to public using (( SELECT platform.technique() AS technique));
create policy contrat on contrat.contrat for all to public using ((id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy en_ligne on contrat.contrat for select to public using ((EXISTS ( SELECT
   FROM contrat.version v
  WHERE ((v.contrat_id = contrat.id) AND (v.publie_le IS NOT NULL) AND (v.retire_le IS NULL)))));
create policy plateforme on contrat.contrat for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy technique on contrat.contrat for select to public using (( SELECT platform.technique() AS technique));
create policy contrat on contrat.document for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy en_ligne on contrat.document for select to public using ((public AND (archive_le IS NULL) AND (EXISTS ( SELECT
   FROM contrat.version v
  WHERE ((v.contrat_id = document.contrat_id) AND (v.publie_le IS NOT NULL) AND (v.retire_le IS NULL))))));
create policy plateforme on contrat.document for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on contrat.jalon for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on contrat.jalon for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on contrat.niveau for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on contrat.niveau for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on contrat.prorogation for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on contrat.prorogation for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on contrat.quartier_nomme for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on contrat.quartier_nomme for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy technique on contrat.quartier_nomme for select to public using (( SELECT platform.technique() AS technique));
create policy contrat on contrat.signataire for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on contrat.signataire for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on contrat.theme for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on contrat.theme for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on contrat.version for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy en_ligne on contrat.version for select to public using (((publie_le IS NOT NULL) AND (retire_le IS NULL)));
create policy plateforme on contrat.version for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on contrat.visite for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on contrat.visite for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy toutes on platform.audit_chaine for all to public using (true);
create policy ajout on platform.audit_contenu for insert to public with check (true);
create policy effacement on platform.audit_contenu for update to public using ((EXISTS ( SELECT
   FROM platform.audit_ligne l
  WHERE (l.id = audit_contenu.ligne_id))));
create policy ligne on platform.audit_contenu for select to public using ((EXISTS ( SELECT
   FROM platform.audit_ligne l
  WHERE (l.id = audit_contenu.ligne_id))));
create policy ajout on platform.audit_ligne for insert to public with check (true);
create policy contrat on platform.audit_ligne for select to public using (((chaine = ANY (( SELECT platform.chaines() AS chaines)::text[])) OR (acteur_id = ( SELECT platform.moi() AS moi)) OR ((chaine = 'plateforme'::text) AND ( SELECT platform.technique() AS technique))));
create policy la_mienne on platform.audit_ligne for select to public using (((chaine = 'plateforme'::text) AND (objet_type = 'personne'::text) AND (objet_id = NULLIF(current_setting('parvis.personne'::text, true), ''::text))));
create policy plateforme on platform.audit_ligne for select to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy ajout on platform.fichier_morceau for insert to public with check (true);
create policy ouvert on platform.fichier_morceau for select to public using ((fichier_id = ( SELECT platform.fichier_ouvert() AS fichier_ouvert)));
create policy contrat on platform.tache for all to public using (((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])) OR (demandeur_id = ( SELECT platform.moi() AS moi)) OR ((contrat_id IS NULL) AND ( SELECT platform.technique() AS technique))));
create policy ouvrier on platform.tache for all to parvis_ouvrier using (true);
create policy contrat on publication.telechargement for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy en_ligne on publication.telechargement for select to public using ((EXISTS ( SELECT
   FROM contrat.version v
  WHERE ((v.id = telechargement.version_id) AND (v.publie_le IS NOT NULL) AND (v.retire_le IS NULL)))));
create policy plateforme on publication.telechargement for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on strategie.ancien_code for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on strategie.ancien_code for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on strategie.commentaire for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on strategie.commentaire for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on strategie.deplacement for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on strategie.deplacement for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on strategie.fiche for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on strategie.fiche for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on strategie.fiche_lieu for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on strategie.fiche_lieu for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on strategie.fiche_ligne for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on strategie.fiche_ligne for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on strategie.fiche_theme for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on strategie.fiche_theme for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on strategie.fiche_version for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on strategie.fiche_version for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on strategie.import_fiche for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on strategie.import_fiche for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on strategie.import_lot for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on strategie.import_lot for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on strategie.import_source for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on strategie.import_source for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on strategie.libelle_import for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on strategie.libelle_import for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on strategie.modele_document for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on strategie.modele_document for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on strategie.mot for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on strategie.mot for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on strategie.noeud for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on strategie.noeud for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on strategie.noeud_theme for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on strategie.noeud_theme for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on territoire.critere for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on territoire.critere for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on territoire.critere_valeur for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on territoire.critere_valeur for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on territoire.decision_locale for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on territoire.decision_locale for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on territoire.geographie_locale for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on territoire.geographie_locale for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on territoire.palier for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on territoire.palier for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on territoire.perimetre for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on territoire.perimetre for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on territoire.perimetre_palier for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on territoire.perimetre_palier for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on territoire.scenario_ajustement for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on territoire.scenario_ajustement for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on territoire.scenario_eligibilite for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on territoire.scenario_eligibilite for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));
create policy contrat on territoire.scenario_version for all to public using ((contrat_id = ANY (( SELECT platform.contrats() AS contrats)::uuid[])));
create policy plateforme on territoire.scenario_version for all to parvis_ouvrier using (( SELECT platform.technique() AS technique));

grant insert, select, update on compte.absence to parvis_app;
grant insert, select, update on compte.acces_justifie to parvis_app;
grant insert, select, update on compte.cloture to parvis_app;
grant delete, insert, select, update on compte.code_recuperation to parvis_app;
grant insert, select, update on compte.delegation to parvis_app;
grant insert, select on compte.delegation_matiere to parvis_app;
grant select on compte.departement_sans_rna to parvis_app;
grant delete, insert, select, update on compte.identite to parvis_app;
grant insert, select, update on compte.identite_oidc to parvis_app;
grant delete, insert, select, update on compte.inscription to parvis_app;
grant insert, select, update on compte.interet_declare to parvis_app;
grant insert, select, update on compte.invitation to parvis_app;
grant delete, insert, select, update on compte.jeton to parvis_app;
grant insert, select on compte.lot_mandat to parvis_app;
grant insert, select, update on compte.lot_mandats to parvis_app;
grant insert, select, update on compte.mandat to parvis_app;
grant delete, insert, select, update on compte.mandat_choisi to parvis_app;
grant insert, select, update on compte.mandat_suspendu to parvis_app;
grant select on compte.matiere_signature to parvis_app;
grant insert, select on compte.nature_document to parvis_app;
grant insert, select, update on compte.organisation to parvis_app;
grant insert, select, update on compte.organisation_document to parvis_app;
grant delete, insert, select, update on compte.organisation_doublon to parvis_app;
grant insert, select, update on compte.organisation_fusion to parvis_app;
grant delete, insert, select, update on compte.organisation_nom to parvis_app;
grant delete, insert, select, update on compte.persona to parvis_app;
grant insert, select, update on compte.personne to parvis_app;
grant select on compte.reference_organisation to parvis_app;
grant delete, insert, select, update on compte.second_facteur to parvis_app;
grant delete, insert, select, update on compte.session to parvis_app;
grant insert, select on compte.session_oidc to parvis_app;
grant delete, insert, select, update on compte.tentative to parvis_app;
grant select on compte.traitement_reference to parvis_app;
grant insert, select on compte.type_organisation to parvis_app;
grant insert, select, update on compte.utilisateur to parvis_app;
grant delete, insert, select, update on compte.verification to parvis_app;
grant delete, insert, select, update on contrat.champ_fiche to parvis_app;
grant delete, insert, select, update on contrat.commune to parvis_app;
grant insert, select, update on contrat.contrat to parvis_app;
grant insert, select, update on contrat.document to parvis_app;
grant select on contrat.generation to parvis_app;
grant delete, insert, select, update on contrat.jalon to parvis_app;
grant delete, insert, select, update on contrat.niveau to parvis_app;
grant delete, insert, select, update on contrat.prorogation to parvis_app;
grant delete, insert, select, update on contrat.quartier_nomme to parvis_app;
grant delete, insert, select, update on contrat.signataire to parvis_app;
grant delete, insert, select, update on contrat.theme to parvis_app;
grant insert, select, update on contrat.version to parvis_app;
grant insert, select, update on contrat.visite to parvis_app;
grant insert, select, update on indicateurs.indicateur to parvis_app;
grant delete, insert, select, update on indicateurs.marqueur to parvis_app;
grant delete, insert, select, update on indicateurs.observation to parvis_app;
grant insert, select, update on indicateurs.source to parvis_app;
grant insert, select, update on indicateurs.table_importee to parvis_app;
grant delete, insert, select, update on indicateurs.variable to parvis_app;
grant insert, select, update on platform.audit_chaine to parvis_app;
grant insert, select, update on platform.audit_contenu to parvis_app;
grant insert, select on platform.audit_ligne to parvis_app;
grant select on platform.colonne to parvis_app;
grant insert, select, update on platform.courriel to parvis_app;
grant delete, insert, select, update on platform.courriel_preference to parvis_app;
grant insert, select on platform.fichier to parvis_app;
grant insert, select on platform.fichier_morceau to parvis_app;
grant insert, select, update on platform.reglage to parvis_app;
grant insert, select, update on platform.tache to parvis_app;
grant insert, select on publication.telechargement to parvis_app;
grant insert, select on strategie.ancien_code to parvis_app;
grant insert, select, update on strategie.commentaire to parvis_app;
grant insert, select, update on strategie.deplacement to parvis_app;
grant insert, select, update on strategie.fiche to parvis_app;
grant delete, insert, select, update on strategie.fiche_lieu to parvis_app;
grant delete, insert, select, update on strategie.fiche_ligne to parvis_app;
grant delete, insert, select, update on strategie.fiche_theme to parvis_app;
grant insert, select on strategie.fiche_version to parvis_app;
grant insert, select, update on strategie.import_fiche to parvis_app;
grant insert, select, update on strategie.import_lot to parvis_app;
grant insert, select, update on strategie.import_source to parvis_app;
grant delete, insert, select, update on strategie.libelle_import to parvis_app;
grant insert, select, update on strategie.modele_document to parvis_app;
grant insert, select on strategie.mot to parvis_app;
grant insert, select, update on strategie.noeud to parvis_app;
grant delete, insert, select, update on strategie.noeud_theme to parvis_app;
grant delete, insert, select, update on territoire.carroyage to parvis_app;
grant delete, insert, select on territoire.carroyage_bloc to parvis_app;
grant select on territoire.commune to parvis_app;
grant delete, insert, select, update on territoire.contour to parvis_app;
grant delete, insert, select, update on territoire.critere to parvis_app;
grant delete, insert, select, update on territoire.critere_valeur to parvis_app;
grant delete, insert, select, update on territoire.decision_locale to parvis_app;
grant delete, insert, select, update on territoire.decret to parvis_app;
grant select on territoire.departement to parvis_app;
grant select on territoire.epci to parvis_app;
grant select on territoire.epci_commune to parvis_app;
grant delete, insert, select, update on territoire.filiation to parvis_app;
grant delete, insert, select, update on territoire.filiation_calcul to parvis_app;
grant delete, insert, select, update on territoire.generation to parvis_app;
grant delete, insert, select, update on territoire.geographie_locale to parvis_app;
grant delete, insert, select, update on territoire.import to parvis_app;
grant delete, insert, select, update on territoire.import_defaut to parvis_app;
grant delete, insert, select, update on territoire.import_entite to parvis_app;
grant delete, insert, select, update on territoire.import_remplace to parvis_app;
grant delete, insert, select, update on territoire.mesure_commune to parvis_app;
grant delete, insert, select, update on territoire.palier to parvis_app;
grant insert, select, update on territoire.parametre_decret to parvis_app;
grant delete, insert, select, update on territoire.perimetre to parvis_app;
grant delete, insert, select, update on territoire.perimetre_palier to parvis_app;
grant delete, insert, select, update on territoire.quartier to parvis_app;
grant delete, insert, select, update on territoire.quartier_commune to parvis_app;
grant delete, insert, select, update on territoire.quartier_histoire to parvis_app;
grant select on territoire.reference_version to parvis_app;
grant select on territoire.region to parvis_app;
grant insert, select, update on territoire.regle_communale to parvis_app;
grant delete, insert, select, update on territoire.regle_condition to parvis_app;
grant select on territoire.revision to parvis_app;
grant delete, insert, select, update on territoire.scenario_ajustement to parvis_app;
grant insert, select, update on territoire.scenario_eligibilite to parvis_app;
grant insert, select on territoire.scenario_version to parvis_app;
grant delete, insert, select, update on territoire.sous_quartier to parvis_app;
grant delete, insert, select, update on territoire.unite_urbaine to parvis_app;
grant delete, insert, select, update on territoire.unite_urbaine_commune to parvis_app;
