-- Written by `npm run db:schema`; not by hand. What the files of db/migrations make, in order of name.

create extension btree_gist;
create extension pg_trgm;
create extension unaccent;

create schema compte;
create schema contrat;
create schema platform;
create schema publication;
create schema strategie;
create schema territoire;

create text search configuration platform.francais;

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

create table compte.mandat (
  id uuid not null,
  personne_id uuid not null,
  organisation_id uuid not null,
  role text not null,
  contrat_id uuid,
  commune_code text,
  qualite text default 'titulaire'::text not null,
  debut date not null,
  fin date,
  retire_le timestamp with time zone,
  retire_par uuid,
  cree_le timestamp with time zone default now() not null,
  cree_par uuid,
  constraint mandat_pkey PRIMARY KEY (id),
  constraint mandat_cree_par_fkey FOREIGN KEY (cree_par) REFERENCES compte.personne(id),
  constraint mandat_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES compte.organisation(id),
  constraint mandat_personne_id_fkey FOREIGN KEY (personne_id) REFERENCES compte.personne(id),
  constraint mandat_retire_par_fkey FOREIGN KEY (retire_par) REFERENCES compte.personne(id),
  constraint mandat_check CHECK (((fin IS NULL) OR (fin >= debut))),
  constraint mandat_check1 CHECK (((role = 'admin_plateforme'::text) = (contrat_id IS NULL))),
  constraint mandat_commune_code_check CHECK ((commune_code ~ '^([0-9]{2}|2[AB])[0-9]{3}$'::text)),
  constraint mandat_qualite_check CHECK ((qualite = ANY (ARRAY['titulaire'::text, 'suppleant'::text]))),
  constraint mandat_role_check CHECK ((role = ANY (ARRAY['chef_projet'::text, 'referent_commune'::text, 'elu_epci'::text, 'elu_commune'::text, 'prefet'::text, 'delegue_prefet'::text, 'instructeur_etat'::text, 'financeur'::text, 'bailleur'::text, 'conseil_citoyen'::text, 'evaluateur'::text, 'admin_plateforme'::text]))),
  constraint mandat_sans_doublon EXCLUDE USING gist (personne_id WITH =, organisation_id WITH =, role WITH =, COALESCE(contrat_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, COALESCE(commune_code, ''::text) WITH =, daterange(debut, fin, '[]'::text) WITH &&) WHERE ((retire_le IS NULL))
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
  constraint organisation_pkey PRIMARY KEY (id),
  constraint organisation_siret_key UNIQUE (siret),
  constraint organisation_type_fkey FOREIGN KEY (type) REFERENCES compte.type_organisation(code),
  constraint organisation_check CHECK (((siret IS NULL) OR ((siren IS NOT NULL) AND (siren = "left"(siret, 9))))),
  constraint organisation_nom_check CHECK (((length(btrim(nom)) >= 1) AND (length(btrim(nom)) <= 300))),
  constraint organisation_sigle_check CHECK (((length(btrim(sigle)) >= 1) AND (length(btrim(sigle)) <= 40))),
  constraint organisation_siren_check CHECK ((siren ~ '^[0-9]{9}$'::text)),
  constraint organisation_siret_check CHECK ((siret ~ '^[0-9]{14}$'::text))
);

create table compte.organisation_nom (
  organisation_id uuid not null,
  nom text not null,
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

create table compte.session (
  id uuid not null,
  utilisateur_id uuid not null,
  jeton text not null,
  expire_le timestamp with time zone not null,
  adresse_ip text,
  navigateur text,
  cree_le timestamp with time zone default now() not null,
  modifie_le timestamp with time zone default now() not null,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_jeton_key UNIQUE (jeton),
  constraint session_utilisateur_id_fkey FOREIGN KEY (utilisateur_id) REFERENCES compte.utilisateur(id) ON DELETE CASCADE
);

create table compte.tentative (
  cle text not null,
  echecs integer not null,
  depuis timestamp with time zone not null,
  constraint tentative_pkey PRIMARY KEY (cle),
  constraint tentative_cle_check CHECK ((cle ~ '^[0-9a-f]{64}$'::text)),
  constraint tentative_echecs_check CHECK ((echecs >= 0))
);

create table compte.type_organisation (
  code text not null,
  libelle text not null,
  ordre integer not null,
  constraint type_organisation_pkey PRIMARY KEY (code),
  constraint type_organisation_code_check CHECK ((code ~ '^[a-z_]+$'::text))
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

create table contrat.commune (
  contrat_id uuid not null,
  code_insee text not null,
  nom text not null,
  ordre integer not null,
  constraint commune_pkey PRIMARY KEY (contrat_id, code_insee),
  constraint commune_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id),
  constraint commune_code_insee_check CHECK ((code_insee ~ '^([0-9]{2}|2[AB])[0-9]{3}$'::text))
);

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

create table contrat.theme (
  id uuid not null,
  contrat_id uuid not null,
  libelle text not null,
  ordre integer not null,
  constraint theme_pkey PRIMARY KEY (id),
  constraint theme_contrat_id_libelle_key UNIQUE (contrat_id, libelle) DEFERRABLE INITIALLY DEFERRED,
  constraint theme_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id)
);

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

create table contrat.visite (
  contrat_id uuid not null,
  personne_id uuid not null,
  derniere_le timestamp with time zone not null,
  precedente_le timestamp with time zone,
  constraint visite_pkey PRIMARY KEY (contrat_id, personne_id),
  constraint visite_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id),
  constraint visite_personne_id_fkey FOREIGN KEY (personne_id) REFERENCES compte.personne(id)
);

create table platform.audit_chaine (
  chaine text not null,
  dernier_numero bigint default 0 not null,
  derniere_empreinte text default ''::text not null,
  constraint audit_chaine_pkey PRIMARY KEY (chaine)
);

create table platform.audit_contenu (
  ligne_id uuid not null,
  sel bytea,
  libelle text,
  avant jsonb,
  apres jsonb,
  efface_le timestamp with time zone,
  constraint audit_contenu_pkey PRIMARY KEY (ligne_id),
  constraint audit_contenu_ligne_id_fkey FOREIGN KEY (ligne_id) REFERENCES platform.audit_ligne(id)
);

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
  constraint telechargement_pkey PRIMARY KEY (id),
  constraint telechargement_version_id_format_key UNIQUE (version_id, format),
  constraint telechargement_fichier_id_fkey FOREIGN KEY (fichier_id) REFERENCES platform.fichier(id),
  constraint telechargement_version_id_fkey FOREIGN KEY (version_id) REFERENCES contrat.version(id),
  constraint telechargement_format_check CHECK ((format = ANY (ARRAY['pdf'::text, 'docx'::text, 'odt'::text, 'json'::text, 'xlsx'::text, 'ods'::text, 'csv'::text])))
);

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
  constraint commentaire_pkey PRIMARY KEY (id),
  constraint commentaire_fiche_id_fkey FOREIGN KEY (fiche_id) REFERENCES strategie.fiche(id),
  constraint commentaire_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES strategie.commentaire(id),
  constraint commentaire_texte_check CHECK (((length(btrim(texte)) >= 1) AND (length(btrim(texte)) <= 5000)))
);

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

create table strategie.fiche_theme (
  fiche_id uuid not null,
  theme_id uuid not null,
  constraint fiche_theme_pkey PRIMARY KEY (fiche_id, theme_id),
  constraint fiche_theme_fiche_id_fkey FOREIGN KEY (fiche_id) REFERENCES strategie.fiche(id),
  constraint fiche_theme_theme_id_fkey FOREIGN KEY (theme_id) REFERENCES contrat.theme(id) ON DELETE CASCADE
);

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
  constraint fiche_version_pkey PRIMARY KEY (id),
  constraint fiche_version_fiche_id_numero_key UNIQUE (fiche_id, numero),
  constraint fiche_version_fiche_id_fkey FOREIGN KEY (fiche_id) REFERENCES strategie.fiche(id),
  constraint fiche_version_acte_check CHECK ((acte = ANY (ARRAY['soumission'::text, 'validation'::text, 'import'::text, 'retour'::text]))),
  constraint fiche_version_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

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
  constraint import_fiche_pkey PRIMARY KEY (id),
  constraint import_fiche_source_id_ordre_key UNIQUE (source_id, ordre),
  constraint import_fiche_fiche_id_fkey FOREIGN KEY (fiche_id) REFERENCES strategie.fiche(id),
  constraint import_fiche_source_id_fkey FOREIGN KEY (source_id) REFERENCES strategie.import_source(id),
  constraint import_fiche_etat_check CHECK ((etat = ANY (ARRAY['a_relire'::text, 'creee'::text, 'mise_a_jour'::text, 'ecartee'::text, 'annulee'::text])))
);

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
  constraint import_source_pkey PRIMARY KEY (id),
  constraint import_source_lot_id_ordre_key UNIQUE (lot_id, ordre),
  constraint import_source_fichier_id_fkey FOREIGN KEY (fichier_id) REFERENCES platform.fichier(id),
  constraint import_source_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES strategie.import_lot(id)
);

create table strategie.libelle_import (
  id uuid not null,
  contrat_id uuid not null,
  champ text not null,
  variante text not null,
  constraint libelle_import_pkey PRIMARY KEY (id),
  constraint libelle_import_contrat_id_variante_key UNIQUE (contrat_id, variante),
  constraint libelle_import_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id)
);

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

create table strategie.mot (
  contrat_id uuid not null,
  mot text not null,
  constraint mot_pkey PRIMARY KEY (contrat_id, mot),
  constraint mot_contrat_id_fkey FOREIGN KEY (contrat_id) REFERENCES contrat.contrat(id)
);

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

create table strategie.noeud_theme (
  noeud_id uuid not null,
  theme_id uuid not null,
  constraint noeud_theme_pkey PRIMARY KEY (noeud_id, theme_id),
  constraint noeud_theme_noeud_id_fkey FOREIGN KEY (noeud_id) REFERENCES strategie.noeud(id),
  constraint noeud_theme_theme_id_fkey FOREIGN KEY (theme_id) REFERENCES contrat.theme(id) ON DELETE CASCADE
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

CREATE INDEX identite_utilisateur ON compte.identite USING btree (utilisateur_id);
CREATE INDEX mandat_contrat ON compte.mandat USING btree (contrat_id);
CREATE INDEX mandat_personne ON compte.mandat USING btree (personne_id) WHERE (retire_le IS NULL);
CREATE INDEX organisation_recherche ON compte.organisation USING gin (platform.sans_accents(nom) gin_trgm_ops);
CREATE INDEX organisation_nom_recherche ON compte.organisation_nom USING gin (platform.sans_accents(nom) gin_trgm_ops);
CREATE INDEX session_utilisateur ON compte.session USING btree (utilisateur_id);
CREATE INDEX tentative_depuis ON compte.tentative USING btree (depuis);
CREATE INDEX verification_identifiant ON compte.verification USING btree (identifiant);
CREATE INDEX verification_valeur ON compte.verification USING btree (valeur);
CREATE INDEX document_contrat ON contrat.document USING btree (contrat_id, ordre);
CREATE INDEX jalon_contrat ON contrat.jalon USING btree (contrat_id, ordre);
CREATE INDEX quartier_nomme_contrat ON contrat.quartier_nomme USING btree (contrat_id, ordre);
CREATE INDEX signataire_contrat ON contrat.signataire USING btree (contrat_id, ordre);
CREATE UNIQUE INDEX version_en_ligne ON contrat.version USING btree (contrat_id) WHERE ((publie_le IS NOT NULL) AND (retire_le IS NULL));
CREATE INDEX audit_ligne_instant ON platform.audit_ligne USING btree (chaine, instant DESC);
CREATE INDEX audit_ligne_objet ON platform.audit_ligne USING btree (objet_type, objet_id, instant DESC);
CREATE INDEX tache_recentes ON platform.tache USING btree (contrat_id, cree_le DESC);
CREATE INDEX ancien_code_recherche ON strategie.ancien_code USING btree (contrat_id, code);
CREATE INDEX commentaire_fiche ON strategie.commentaire USING btree (fiche_id, ecrit_le);
CREATE INDEX commentaire_recherche ON strategie.commentaire USING gin (recherche) WITH (fastupdate=off);
CREATE INDEX deplacement_recent ON strategie.deplacement USING btree (contrat_id, fait_le DESC);
CREATE INDEX fiche_contrat ON strategie.fiche USING btree (contrat_id, code);
CREATE INDEX fiche_noeud ON strategie.fiche USING btree (noeud_id, numero);
CREATE INDEX fiche_recherche ON strategie.fiche USING gin (recherche) WITH (fastupdate=off);
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
CREATE INDEX epci_cle ON territoire.epci USING gin (cle gin_trgm_ops);
CREATE INDEX epci_commune_commune ON territoire.epci_commune USING btree (commune_code);

CREATE OR REPLACE FUNCTION platform.efface_seulement()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'UPDATE' and new.avant is null and new.apres is null and new.sel is null and new.libelle is null
     and new.efface_le is not null and new.ligne_id = old.ligne_id then
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

CREATE TRIGGER annonce_publication AFTER UPDATE OF adresse, archive_le, titre, epci_nom, debut, fin, generation ON contrat.contrat FOR EACH ROW EXECUTE FUNCTION publication.annonce_contrat();
CREATE TRIGGER annonce_publication AFTER INSERT OR UPDATE OF publie_le, retire_le ON contrat.version FOR EACH ROW EXECUTE FUNCTION publication.annonce_version();
CREATE TRIGGER audit_contenu_efface BEFORE DELETE OR UPDATE ON platform.audit_contenu FOR EACH ROW EXECUTE FUNCTION platform.efface_seulement();
CREATE TRIGGER audit_ligne_immuable BEFORE DELETE OR UPDATE ON platform.audit_ligne FOR EACH ROW EXECUTE FUNCTION platform.refuse_alteration();
CREATE TRIGGER audit_ligne_pleine BEFORE TRUNCATE ON platform.audit_ligne FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_alteration();
CREATE TRIGGER annonce_publication AFTER INSERT ON publication.telechargement FOR EACH ROW EXECUTE FUNCTION publication.annonce_telechargement();
CREATE TRIGGER commentaire_mots AFTER INSERT OR UPDATE OF texte ON strategie.commentaire FOR EACH ROW EXECUTE FUNCTION strategie.retient_mots_commentaire();
CREATE TRIGGER fiche_mots AFTER INSERT OR UPDATE OF intitule, texte_recherche ON strategie.fiche FOR EACH ROW EXECUTE FUNCTION strategie.retient_mots_fiche();
CREATE TRIGGER noeud_mots AFTER INSERT OR UPDATE OF intitule, description ON strategie.noeud FOR EACH ROW EXECUTE FUNCTION strategie.retient_mots_noeud();

grant insert, select, update on compte.identite to parvis_app;
grant insert, select, update on compte.mandat to parvis_app;
grant insert, select, update on compte.organisation to parvis_app;
grant delete, insert, select, update on compte.organisation_nom to parvis_app;
grant delete, insert, select, update on compte.persona to parvis_app;
grant insert, select, update on compte.personne to parvis_app;
grant delete, insert, select, update on compte.session to parvis_app;
grant delete, insert, select, update on compte.tentative to parvis_app;
grant select on compte.type_organisation to parvis_app;
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
grant insert, select, update on platform.audit_chaine to parvis_app;
grant insert, select, update on platform.audit_contenu to parvis_app;
grant insert, select on platform.audit_ligne to parvis_app;
grant insert, select on platform.fichier to parvis_app;
grant insert, select on platform.fichier_morceau to parvis_app;
grant insert, select, update on platform.reglage to parvis_app;
grant insert, select, update on platform.tache to parvis_app;
grant insert, select on publication.telechargement to parvis_app;
grant insert, select on strategie.ancien_code to parvis_app;
grant insert, select, update on strategie.commentaire to parvis_app;
grant insert, select, update on strategie.deplacement to parvis_app;
grant insert, select, update on strategie.fiche to parvis_app;
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
grant select on territoire.commune to parvis_app;
grant select on territoire.departement to parvis_app;
grant select on territoire.epci to parvis_app;
grant select on territoire.epci_commune to parvis_app;
grant select on territoire.reference_version to parvis_app;
grant select on territoire.region to parvis_app;
