-- Foundation: the application's role, French search, audit chain, files, long tasks.

create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists btree_gist;

-- The application acts under a role that owns nothing and bypasses nothing; the owner only migrates.
do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'parvis_app') then
    create role parvis_app nologin;
  end if;
exception
  when duplicate_object or unique_violation then null;
end
$$;
do $$
begin
  if not pg_has_role(current_user, 'parvis_app', 'member') then
    execute format('grant parvis_app to %I', current_user);
  end if;
exception
  when unique_violation or sqlstate 'XX000' then null; -- another migration granted it at the same instant
end
$$;

create schema platform;

-- unaccent() is only STABLE because its dictionary could change; ours does not.
create function platform.sans_accents(texte text) returns text
  language sql immutable strict parallel safe
  as $$ select lower(public.unaccent('public.unaccent'::regdictionary, texte)) $$;

create text search configuration platform.francais (copy = pg_catalog.french);
alter text search configuration platform.francais
  alter mapping for hword, hword_part, word with public.unaccent, french_stem;

-- Audit: one chain per contract, one ('plateforme') for the rest.
create table platform.audit_chaine (
  chaine text primary key,
  dernier_numero bigint not null default 0,
  derniere_empreinte text not null default ''
);
create table platform.audit_ligne (
  id uuid primary key,
  chaine text not null references platform.audit_chaine,
  numero bigint not null,
  instant timestamptz not null,
  commande text not null,
  acteur_id uuid,
  mandat_id uuid,
  objet_type text not null,
  objet_id text not null,
  requete_id text not null,
  empreinte_contenu text not null,
  empreinte_precedente text not null,
  empreinte text not null,
  unique (chaine, numero)
);
create index audit_ligne_objet on platform.audit_ligne (objet_type, objet_id, instant desc);
create index audit_ligne_instant on platform.audit_ligne (chaine, instant desc);
-- The payload lies apart and can be erased without breaking the chain: the line keeps its salted digest.
create table platform.audit_contenu (
  ligne_id uuid primary key references platform.audit_ligne,
  sel bytea,
  libelle text,
  avant jsonb,
  apres jsonb,
  efface_le timestamptz
);

create function platform.refuse_alteration() returns trigger language plpgsql as $$
begin
  raise exception 'Le journal des actes ne se modifie pas.' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_ligne_immuable before update or delete on platform.audit_ligne
  for each row execute function platform.refuse_alteration();
create trigger audit_ligne_pleine before truncate on platform.audit_ligne
  for each statement execute function platform.refuse_alteration();

create function platform.efface_seulement() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.avant is null and new.apres is null and new.sel is null and new.libelle is null
     and new.efface_le is not null and new.ligne_id = old.ligne_id then
    return new;
  end if;
  raise exception 'Le contenu du journal ne peut qu’être effacé.' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_contenu_efface before update or delete on platform.audit_contenu
  for each row execute function platform.efface_seulement();

-- Files: chunked, deduplicated by their digest, so that one backup holds all.
create table platform.fichier (
  id uuid primary key,
  sha256 text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
  taille bigint not null check (taille >= 0),
  type text not null,
  cree_le timestamptz not null
);
create table platform.fichier_morceau (
  fichier_id uuid not null references platform.fichier on delete cascade,
  rang integer not null,
  contenu bytea not null,
  primary key (fichier_id, rang)
);

-- Long work: queued in the act's transaction, shows progress, can be cancelled.
create table platform.tache (
  id uuid primary key,
  genre text not null,
  contrat_id uuid,
  demandeur_id uuid,
  parametres jsonb not null default '{}',
  etat text not null default 'en_file' check (etat in ('en_file', 'en_cours', 'faite', 'echouee', 'annulee')),
  fait integer not null default 0,
  total integer not null default 0,
  message text,
  resultat jsonb,
  fichier_id uuid references platform.fichier,
  fichier_nom text,
  cree_le timestamptz not null default now(),
  commencee_le timestamptz,
  finie_le timestamptz
);
create index tache_recentes on platform.tache (contrat_id, cree_le desc);

-- Queueing is all that the application may do to the queue: its tables belong to the owner, who runs it.
create function platform.enfiler(tache uuid) returns void
  language plpgsql security definer set search_path = pg_catalog
  as $$
begin
  perform graphile_worker.add_job('tache', json_build_object('id', tache), max_attempts => 3);
end
$$;
revoke all on function platform.enfiler(uuid) from public;

-- Settings of the instance: name, colours, logo, letterhead, legal notices.
create table platform.reglage (
  cle text primary key,
  valeur jsonb not null,
  modifie_le timestamptz not null default now()
);

grant usage on schema platform to parvis_app;
grant execute on function platform.enfiler(uuid) to parvis_app;
grant select, insert on platform.audit_ligne to parvis_app;
grant select, insert, update on platform.audit_contenu, platform.audit_chaine to parvis_app;
grant select, insert on platform.fichier, platform.fichier_morceau to parvis_app;
grant select, insert, update on platform.tache, platform.reglage to parvis_app;
