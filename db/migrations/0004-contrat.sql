-- The contract: generation, parties, levels, calendar, documents, versions.
create schema contrat;

-- Generations are data: politics renames them.
create table contrat.generation (
  code text primary key check (code ~ '^[a-z0-9-]+$'),
  libelle text not null,
  nom_quartiers text not null,
  -- Usual duration in years from 1 January; shorter when the contract is signed a year late; where that is written.
  duree_ans integer not null check (duree_ans between 1 and 15),
  duree_si_retard_ans integer check (duree_si_retard_ans between 1 and 15 and duree_si_retard_ans < duree_ans),
  -- First day of most of its contracts; null: the 1 January after the signature.
  debut_usuel date,
  source text,
  ordre integer not null
);
insert into contrat.generation (code, libelle, nom_quartiers, duree_ans, duree_si_retard_ans, debut_usuel, source, ordre) values
  ('cucs', 'Contrat urbain de cohésion sociale', 'quartiers du CUCS', 3, null, '2007-01-01', null, 1),
  ('contrat-de-ville-2015', 'Contrat de ville 2015', 'quartiers prioritaires', 6, 5, '2015-01-01', 'loi du 21 février 2014, article 6', 2),
  ('engagements-quartiers-2030', 'Engagements Quartiers 2030', 'quartiers prioritaires', 6, 5, '2024-01-01', 'loi du 21 février 2014, article 6', 3),
  ('autre', 'Autre contrat', 'quartiers', 6, null, null, null, 4);

create table contrat.contrat (
  id uuid primary key,
  -- Address of the workspace and of the public page; chosen once, unique.
  adresse text not null unique check (adresse ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(adresse) <= 80),
  titre text not null check (length(btrim(titre)) between 1 and 300),
  generation text not null references contrat.generation,
  epci_siren text check (epci_siren ~ '^[0-9]{9}$'),
  epci_nom text not null,
  statut text not null default 'preparation' check (statut in
    ('preparation', 'concertation', 'redaction', 'validation', 'signe', 'en_vigueur', 'proroge', 'echu', 'archive')),
  debut date,
  -- The end in force: a prorogation moves it, and the first one keeps the end that was signed.
  fin date,
  fin_initiale date,
  signe_le date,
  -- What the contract is, in plain words, for its public page (CommonMark subset).
  presentation text,
  accroche text,
  presentation_falc text,
  version integer not null default 1,
  archive_le timestamptz,
  statut_avant_archive text check (statut_avant_archive <> 'archive'),
  cree_le timestamptz not null default now(),
  modifie_le timestamptz not null default now(),
  check (fin is null or debut is null or fin >= debut),
  check ((statut = 'archive') = (archive_le is not null)),
  check ((statut = 'archive') = (statut_avant_archive is not null))
);
create table contrat.commune (
  contrat_id uuid not null references contrat.contrat,
  code_insee text not null check (code_insee ~ '^([0-9]{2}|2[AB])[0-9]{3}$'),
  nom text not null,
  ordre integer not null,
  primary key (contrat_id, code_insee)
);
-- Neighbourhoods by their name, until the territory capability gives them geometry.
create table contrat.quartier_nomme (
  id uuid primary key,
  contrat_id uuid not null references contrat.contrat,
  parent_id uuid references contrat.quartier_nomme,
  nom text not null check (length(btrim(nom)) between 1 and 200),
  commune text,
  code_officiel text,
  description text,
  ordre integer not null
);
create index quartier_nomme_contrat on contrat.quartier_nomme (contrat_id, ordre);
create table contrat.prorogation (
  id uuid primary key,
  contrat_id uuid not null references contrat.contrat,
  fin date not null,
  motif text not null check (length(btrim(motif)) between 1 and 500),
  decidee_le date,
  unique (contrat_id, fin)
);
-- The contract declares its own levels: Pilier > Axe > Enjeu > …
create table contrat.niveau (
  contrat_id uuid not null references contrat.contrat,
  rang integer not null check (rang between 1 and 8),
  singulier text not null,
  pluriel text not null,
  feminin boolean not null default false,
  numerotation text not null default 'arabe' check (numerotation in ('arabe', 'romain', 'lettre', 'aucune')),
  primary key (contrat_id, rang)
);
-- Which fields of the fiche this contract uses, how it calls them, in which order.
create table contrat.champ_fiche (
  contrat_id uuid not null references contrat.contrat,
  champ text not null,
  libelle text not null,
  ordre integer not null,
  utilise boolean not null default true,
  primary key (contrat_id, champ)
);
create table contrat.theme (
  id uuid primary key,
  contrat_id uuid not null references contrat.contrat,
  libelle text not null,
  ordre integer not null,
  -- Checked at the end of the act: two labels may be exchanged.
  unique (contrat_id, libelle) deferrable initially deferred
);
create table contrat.signataire (
  id uuid primary key,
  contrat_id uuid not null references contrat.contrat,
  organisation_id uuid references compte.organisation,
  organisation text not null,
  precision_role text,
  representant text,
  fonction text,
  role text not null check (role in ('pilote', 'obligatoire', 'facultatif')),
  signe_le date,
  ordre integer not null
);
create index signataire_contrat on contrat.signataire (contrat_id, ordre);
create table contrat.document (
  id uuid primary key,
  contrat_id uuid not null references contrat.contrat,
  titre text not null,
  nom_fichier text not null,
  type text not null,
  taille bigint not null,
  fichier_id uuid not null references platform.fichier,
  public boolean not null default false,
  ordre integer not null,
  ajoute_le timestamptz not null,
  archive_le timestamptz
);
create index document_contrat on contrat.document (contrat_id, ordre);
create table contrat.jalon (
  id uuid primary key,
  contrat_id uuid not null references contrat.contrat,
  libelle text not null,
  detail text,
  debut text,
  fin text,
  "precision" text check ("precision" in ('jour', 'mois', 'trimestre', 'annee', 'au_fil_de_leau')),
  ordre integer not null
);
create index jalon_contrat on contrat.jalon (contrat_id, ordre);
-- When each person last came, so that the home page says what changed since.
create table contrat.visite (
  contrat_id uuid not null references contrat.contrat,
  personne_id uuid not null references compte.personne,
  derniere_le timestamptz not null,
  precedente_le timestamptz,
  primary key (contrat_id, personne_id)
);
-- Versions: an opaque canonical JSON and its hash. A published one is what the public sees.
create table contrat.version (
  id uuid primary key,
  contrat_id uuid not null references contrat.contrat,
  numero integer not null,
  motif text not null,
  contenu text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  cree_le timestamptz not null,
  cree_par uuid,
  publie_le timestamptz,
  retire_le timestamptz,
  unique (contrat_id, numero)
);
create unique index version_en_ligne on contrat.version (contrat_id) where publie_le is not null and retire_le is null;

grant usage on schema contrat to parvis_app;
grant select on contrat.generation to parvis_app;
grant select, insert, update on contrat.contrat, contrat.document, contrat.version, contrat.visite to parvis_app;
grant select, insert, update, delete on contrat.commune, contrat.quartier_nomme, contrat.prorogation, contrat.niveau, contrat.champ_fiche,
  contrat.theme, contrat.signataire, contrat.jalon to parvis_app;
