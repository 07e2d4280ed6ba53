-- People, organisations, mandates, sessions.
create schema compte;

-- Kinds of organisations are data: a new funder needs no release.
create table compte.type_organisation (
  code text primary key check (code ~ '^[a-z_]+$'),
  libelle text not null,
  ordre integer not null
);
insert into compte.type_organisation (code, libelle, ordre) values
  ('etat', 'État', 1),
  ('epci', 'Intercommunalité (EPCI)', 2),
  ('commune', 'Commune', 3),
  ('region', 'Région', 4),
  ('departement', 'Département', 5),
  ('bailleur', 'Bailleur social', 6),
  ('caf', 'Caisse d’allocations familiales', 7),
  ('association', 'Association', 8),
  ('conseil_citoyen', 'Conseil citoyen', 9),
  ('etablissement', 'Établissement public', 10),
  ('autre', 'Autre', 11);

create table compte.organisation (
  id uuid primary key,
  nom text not null check (length(btrim(nom)) between 1 and 300),
  sigle text check (length(btrim(sigle)) between 1 and 40),
  type text not null references compte.type_organisation,
  -- Keys are checked by the rule (Luhn, La Poste); the shape is checked here too.
  siren text check (siren ~ '^[0-9]{9}$'),
  siret text unique check (siret ~ '^[0-9]{14}$'),
  version integer not null default 1,
  cree_le timestamptz not null default now(),
  modifie_le timestamptz not null default now(),
  archive_le timestamptz,
  check (siret is null or (siren is not null and siren = left(siret, 9)))
);
create index organisation_recherche on compte.organisation using gin (platform.sans_accents(nom) gin_trgm_ops);
-- Other names under which the organisation appears in documents.
create table compte.organisation_nom (
  organisation_id uuid not null references compte.organisation,
  nom text not null check (length(btrim(nom)) between 1 and 300),
  primary key (organisation_id, nom)
);
create index organisation_nom_recherche on compte.organisation_nom using gin (platform.sans_accents(nom) gin_trgm_ops);

create table compte.personne (
  id uuid primary key,
  prenom text not null check (length(btrim(prenom)) between 1 and 100),
  nom text not null check (length(btrim(nom)) between 1 and 100),
  fonction text check (length(btrim(fonction)) between 1 and 200),
  version integer not null default 1,
  cree_le timestamptz not null default now(),
  modifie_le timestamptz not null default now(),
  archive_le timestamptz
);

-- A right: person × organisation × role × contract × territory × dates. Ended, never deleted.
create table compte.mandat (
  id uuid primary key,
  personne_id uuid not null references compte.personne,
  organisation_id uuid not null references compte.organisation,
  role text not null check (role in ('chef_projet', 'referent_commune', 'elu_epci', 'elu_commune', 'prefet', 'delegue_prefet',
    'instructeur_etat', 'financeur', 'bailleur', 'conseil_citoyen', 'evaluateur', 'admin_plateforme')),
  -- The contract lives in a higher schema; null: every contract (platform administration only).
  contrat_id uuid,
  -- INSEE code when the mandate holds for one commune.
  commune_code text check (commune_code ~ '^([0-9]{2}|2[AB])[0-9]{3}$'),
  qualite text not null default 'titulaire' check (qualite in ('titulaire', 'suppleant')),
  debut date not null,
  -- Last day in force, included.
  fin date,
  -- Ended at once, before its last day.
  retire_le timestamptz,
  retire_par uuid references compte.personne,
  cree_le timestamptz not null default now(),
  cree_par uuid references compte.personne,
  check (fin is null or fin >= debut),
  check ((role = 'admin_plateforme') = (contrat_id is null)),
  -- The same mandate is not held twice at a time.
  constraint mandat_sans_doublon exclude using gist (
    personne_id with =, organisation_id with =, role with =,
    coalesce(contrat_id, '00000000-0000-0000-0000-000000000000'::uuid) with =, coalesce(commune_code, '') with =,
    daterange(debut, fin, '[]') with &&
  ) where (retire_le is null)
);
create index mandat_personne on compte.mandat (personne_id) where retire_le is null;
create index mandat_contrat on compte.mandat (contrat_id);

-- Sign-in, written by better-auth (its user, session, account, verification). One person, one account.
create table compte.utilisateur (
  id uuid primary key,
  personne_id uuid not null unique references compte.personne,
  nom text not null,
  -- Lower case, so that an address is unique whatever its case.
  courriel text not null unique check (courriel = lower(courriel) and courriel ~ '^[^@\s]+@[^@\s]+$'),
  courriel_verifie boolean not null default false,
  image text,
  cree_le timestamptz not null default now(),
  modifie_le timestamptz not null default now()
);
create table compte.session (
  id uuid primary key,
  utilisateur_id uuid not null references compte.utilisateur on delete cascade,
  jeton text not null unique,
  expire_le timestamptz not null,
  adresse_ip text,
  navigateur text,
  cree_le timestamptz not null default now(),
  modifie_le timestamptz not null default now()
);
create index session_utilisateur on compte.session (utilisateur_id);
create table compte.identite (
  id uuid primary key,
  utilisateur_id uuid not null references compte.utilisateur on delete cascade,
  -- 'credential' for a password, else the id of the OpenID Connect provider.
  fournisseur text not null,
  compte_externe text not null,
  mot_de_passe text,
  jeton_acces text,
  jeton_acces_expire_le timestamptz,
  jeton_renouvellement text,
  jeton_renouvellement_expire_le timestamptz,
  jeton_identite text,
  portee text,
  cree_le timestamptz not null default now(),
  modifie_le timestamptz not null default now(),
  unique (fournisseur, compte_externe)
);
create index identite_utilisateur on compte.identite (utilisateur_id);
create table compte.verification (
  id uuid primary key,
  -- Digest of the link, never the link.
  identifiant text not null,
  valeur text not null,
  expire_le timestamptz not null,
  cree_le timestamptz not null default now(),
  modifie_le timestamptz not null default now()
);
create index verification_identifiant on compte.verification (identifiant);
create index verification_valeur on compte.verification (valeur);

-- Failed sign-ins, counted by digest of account and of address: throttling, no directory of who tried.
create table compte.tentative (
  cle text primary key check (cle ~ '^[0-9a-f]{64}$'),
  echecs integer not null check (echecs >= 0),
  depuis timestamptz not null
);
create index tentative_depuis on compte.tentative (depuis);

-- People of the demo who sign in by one click. Empty in production; the sign-in is not even mounted there.
create table compte.persona (
  personne_id uuid primary key references compte.personne,
  presentation text not null,
  ordre integer not null
);

grant usage on schema compte to parvis_app;
grant select on compte.type_organisation to parvis_app;
grant select, insert, update on compte.organisation, compte.personne, compte.mandat, compte.utilisateur, compte.identite to parvis_app;
grant select, insert, update, delete on compte.organisation_nom, compte.session, compte.verification, compte.tentative, compte.persona to parvis_app;
