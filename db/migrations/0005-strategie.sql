-- The tree of the contract and its fiches.
create schema strategie;

create table strategie.noeud (
  id uuid primary key,
  contrat_id uuid not null references contrat.contrat,
  parent_id uuid references strategie.noeud,
  -- Rank of its level in contrat.niveau.
  rang integer not null check (rang between 1 and 8),
  numero integer not null check (numero between 1 and 9999),
  code text not null,
  intitule text not null check (length(btrim(intitule)) between 1 and 500),
  description text,
  version integer not null default 1,
  archive_le timestamptz,
  cree_le timestamptz not null default now(),
  modifie_le timestamptz not null default now(),
  check ((rang = 1) = (parent_id is null))
);
create index noeud_contrat on strategie.noeud (contrat_id, code);
create index noeud_parent on strategie.noeud (parent_id);
-- Checked at the end of the transaction, so that neighbours may swap their numbers.
alter table strategie.noeud add constraint noeud_numero
  exclude using btree (contrat_id with =, (coalesce(parent_id, contrat_id)) with =, numero with =)
  where (archive_le is null) deferrable initially deferred;

create table strategie.fiche (
  id uuid primary key,
  contrat_id uuid not null references contrat.contrat,
  noeud_id uuid references strategie.noeud,
  numero integer not null check (numero between 1 and 9999),
  code text not null,
  kind text not null check (kind in ('orientation', 'action', 'bilan')),
  intitule text not null check (length(btrim(intitule)) between 1 and 500),
  enjeu text,
  enjeu_noeud_id uuid references strategie.noeud,
  calendrier_texte text,
  calendrier_precision text check (calendrier_precision in ('jour', 'mois', 'trimestre', 'annee', 'au_fil_de_leau')),
  statut text not null default 'brouillon' check (statut in ('brouillon', 'a_valider', 'validee', 'abandonnee')),
  soumise_le timestamptz,
  validee_le timestamptz,
  version integer not null default 1,
  archive_le timestamptz,
  cree_le timestamptz not null default now(),
  modifie_le timestamptz not null default now(),
  modifie_par uuid,
  -- Every word of the fiche, for search: kept by the store at each save.
  texte_recherche text not null default '',
  recherche tsvector generated always as (
    setweight(to_tsvector('platform.francais', code || ' ' || intitule), 'A') || setweight(to_tsvector('platform.francais', texte_recherche), 'B')
  ) stored
);
create index fiche_contrat on strategie.fiche (contrat_id, code);
create index fiche_noeud on strategie.fiche (noeud_id, numero);
create index fiche_recherche on strategie.fiche using gin (recherche) with (fastupdate = off);

-- A row of a list of the fiche. Typed columns, used by the fields that need them.
create table strategie.fiche_ligne (
  id uuid primary key,
  fiche_id uuid not null references strategie.fiche,
  champ text not null check (champ in ('contexte', 'objectifs', 'realisations', 'effets', 'indicateursEffets', 'indicateursRealisation',
    'echelleTerritoriale', 'publics', 'animateur', 'partenaires', 'dispositifs', 'moyens', 'financements', 'calendrier', 'suivi', 'liens', 'aClasser')),
  ordre integer not null,
  texte text not null check (length(texte) between 1 and 20000),
  effet_id uuid references strategie.fiche_ligne deferrable initially deferred,
  etat text check (etat in ('prevue', 'en_cours', 'realisee', 'abandonnee')),
  type_echelle text check (type_echelle in ('agglomeration', 'commune', 'quartier', 'autre')),
  nombre integer check (nombre >= 0),
  age_min integer check (age_min between 0 and 130),
  age_max integer check (age_max between 0 and 130),
  genre text check (genre in ('tous', 'femmes', 'hommes')),
  part_qpv_pour_mille integer check (part_qpv_pour_mille between 0 and 1000),
  role text,
  habitants boolean,
  nature text check (nature in ('specifique', 'droit_commun', 'tfpb', 'fondation', 'europe', 'cper', 'autre')),
  organisations text[],
  montant_cents bigint check (montant_cents >= 0),
  debut text,
  fin text,
  "precision" text check ("precision" in ('jour', 'mois', 'trimestre', 'annee', 'au_fil_de_leau')),
  lien_code text,
  lien_fiche_id uuid references strategie.fiche,
  check (champ <> 'financements' or nature is not null),
  check (champ <> 'realisations' or etat is not null),
  check (champ <> 'echelleTerritoriale' or type_echelle is not null),
  check (age_max is null or age_min is null or age_max >= age_min)
);
create index fiche_ligne_fiche on strategie.fiche_ligne (fiche_id, champ, ordre);
create index fiche_ligne_lien on strategie.fiche_ligne (lien_fiche_id) where lien_fiche_id is not null;
create index fiche_ligne_filtre on strategie.fiche_ligne (champ, left(platform.sans_accents(texte), 200)) where champ in ('animateur', 'echelleTerritoriale');

create table strategie.noeud_theme (
  noeud_id uuid not null references strategie.noeud,
  theme_id uuid not null references contrat.theme on delete cascade,
  primary key (noeud_id, theme_id)
);
create table strategie.fiche_theme (
  fiche_id uuid not null references strategie.fiche,
  theme_id uuid not null references contrat.theme on delete cascade,
  primary key (fiche_id, theme_id)
);

-- An old code stays findable after a renumbering or a move.
create table strategie.ancien_code (
  id uuid primary key,
  contrat_id uuid not null references contrat.contrat,
  objet_type text not null check (objet_type in ('noeud', 'fiche')),
  objet_id uuid not null,
  code text not null,
  jusqu_au timestamptz not null
);
create index ancien_code_recherche on strategie.ancien_code (contrat_id, code);

-- Moves, to undo the last ones.
create table strategie.deplacement (
  id uuid primary key,
  contrat_id uuid not null references contrat.contrat,
  libelle text not null,
  -- Places before: [{type, id, parentId, numero}]
  avant jsonb not null,
  apres jsonb not null,
  fait_par uuid,
  fait_le timestamptz not null,
  annule_le timestamptz
);
create index deplacement_recent on strategie.deplacement (contrat_id, fait_le desc);

create table strategie.fiche_version (
  id uuid primary key,
  fiche_id uuid not null references strategie.fiche,
  numero integer not null,
  contenu text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- What kept it, and the same for people: « Validée », « Importée de « fiches.docx » ».
  acte text not null check (acte in ('soumission', 'validation', 'import', 'retour')),
  motif text not null,
  cree_le timestamptz not null,
  cree_par uuid,
  unique (fiche_id, numero)
);

create table strategie.commentaire (
  id uuid primary key,
  fiche_id uuid not null references strategie.fiche,
  parent_id uuid references strategie.commentaire,
  champ text,
  texte text not null check (length(btrim(texte)) between 1 and 5000),
  auteur_id uuid not null,
  -- The organisation that the author spoke for that day.
  organisation text not null,
  ecrit_le timestamptz not null,
  regle_le timestamptz,
  regle_par uuid
);
create index commentaire_fiche on strategie.commentaire (fiche_id, ecrit_le);

-- Imports: a batch, its files with all their blocks, the fiches understood in them.
create table strategie.import_lot (
  id uuid primary key,
  contrat_id uuid not null references contrat.contrat,
  libelle text not null,
  depose_par uuid,
  depose_le timestamptz not null,
  tache_id uuid references platform.tache,
  version integer not null default 1,
  annule_le timestamptz
);
create table strategie.import_source (
  id uuid primary key,
  lot_id uuid not null references strategie.import_lot,
  ordre integer not null,
  nom text not null,
  format text,
  sha256 text not null,
  fichier_id uuid references platform.fichier,
  erreur text,
  -- DocumentLu without images, and what recognition made of it (ImportCompris): derived, kept to explain.
  blocs jsonb,
  compris jsonb,
  images jsonb not null default '[]',
  unique (lot_id, ordre)
);
create table strategie.import_fiche (
  id uuid primary key,
  source_id uuid not null references strategie.import_source,
  ordre integer not null,
  -- What the reviewer decided: placements changed, doubts settled, attachment chosen.
  decisions jsonb not null default '{}',
  etat text not null default 'a_relire' check (etat in ('a_relire', 'creee', 'mise_a_jour', 'ecartee', 'annulee')),
  fiche_id uuid references strategie.fiche,
  fiche_version_avant integer,
  traitee_le timestamptz,
  traitee_par uuid,
  unique (source_id, ordre)
);
create index import_source_lot on strategie.import_source (lot_id, ordre);
create index import_fiche_fiche on strategie.import_fiche (fiche_id) where fiche_id is not null;
-- Labels that a contract adds to the dictionary of recognition.
create table strategie.libelle_import (
  id uuid primary key,
  contrat_id uuid not null references contrat.contrat,
  champ text not null,
  variante text not null,
  unique (contrat_id, variante)
);

grant usage on schema strategie to parvis_app;
grant select, insert, update on strategie.noeud, strategie.fiche, strategie.commentaire, strategie.deplacement,
  strategie.import_lot, strategie.import_source, strategie.import_fiche to parvis_app;
grant select, insert on strategie.fiche_version, strategie.ancien_code to parvis_app;
grant select, insert, update, delete on strategie.fiche_ligne, strategie.noeud_theme, strategie.fiche_theme, strategie.libelle_import to parvis_app;

-- Search over the rest of the strategy: nodes and comments, like fiches. Read far more than written: without fastupdate,
-- no search pays for entries that wait to be merged.
alter table strategie.noeud add column recherche tsvector generated always as (
  setweight(to_tsvector('platform.francais', code || ' ' || intitule), 'A')
    || setweight(to_tsvector('platform.francais', coalesce(description, '')), 'B')
) stored;
create index noeud_recherche on strategie.noeud using gin (recherche) with (fastupdate = off);
alter table strategie.commentaire add column recherche tsvector generated always as (to_tsvector('platform.francais', texte)) stored;
create index commentaire_recherche on strategie.commentaire using gin (recherche) with (fastupdate = off);

-- The words written in a contract: a word typed wrong is replaced by its nearest neighbours here, never by a word of
-- another contract. Ten times smaller and faster than trigrams of whole texts (bench/recherche.ts).
create table strategie.mot (
  contrat_id uuid not null references contrat.contrat,
  mot text not null,
  primary key (contrat_id, mot)
);
create index mot_voisins on strategie.mot using gist (contrat_id, mot gist_trgm_ops (siglen = 32));

create function strategie.retient_mots(contrat uuid, texte text) returns void language sql as $$
  insert into strategie.mot (contrat_id, mot)
  select distinct contrat, m from regexp_split_to_table(platform.sans_accents(texte), '[^a-z0-9]+') as m
  where length(m) between 3 and 40
  on conflict do nothing
$$;
create function strategie.retient_mots_fiche() returns trigger language plpgsql as $$
begin
  perform strategie.retient_mots(new.contrat_id, new.intitule || ' ' || new.texte_recherche);
  return null;
end
$$;
create function strategie.retient_mots_noeud() returns trigger language plpgsql as $$
begin
  perform strategie.retient_mots(new.contrat_id, new.intitule || ' ' || coalesce(new.description, ''));
  return null;
end
$$;
create function strategie.retient_mots_commentaire() returns trigger language plpgsql as $$
begin
  perform strategie.retient_mots(f.contrat_id, new.texte) from strategie.fiche f where f.id = new.fiche_id;
  return null;
end
$$;
create trigger fiche_mots after insert or update of intitule, texte_recherche on strategie.fiche
  for each row execute function strategie.retient_mots_fiche();
create trigger noeud_mots after insert or update of intitule, description on strategie.noeud
  for each row execute function strategie.retient_mots_noeud();
create trigger commentaire_mots after insert or update of texte on strategie.commentaire
  for each row execute function strategie.retient_mots_commentaire();
grant select, insert on strategie.mot to parvis_app;
