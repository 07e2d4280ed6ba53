-- Organisations in full: identity, legal representative, documents, duplicates, reversible merges.

-- Kinds may be added by the platform's administrators.
grant insert on compte.type_organisation to parvis_app;
-- A kind asks for a number that others do not have: an association its RNA.
alter table compte.type_organisation add column numero_attendu text not null default 'siret'
  check (numero_attendu in ('siret', 'rna', 'aucun'));
update compte.type_organisation set numero_attendu = 'rna' where code = 'association';
-- A citizens' council is often no legal person; « autre » says nothing.
update compte.type_organisation set numero_attendu = 'aucun' where code in ('conseil_citoyen', 'autre');

-- Departments whose associations are not in the RNA but in the register of a court (articles 21 to 79 of the local civil code).
create table compte.departement_sans_rna (
  departement text primary key check (departement ~ '^([0-9]{2,3}|2[AB])$'),
  registre text not null
);
insert into compte.departement_sans_rna (departement, registre) values
  ('57', 'registre des associations du tribunal (droit local)'),
  ('67', 'registre des associations du tribunal (droit local)'),
  ('68', 'registre des associations du tribunal (droit local)');

alter table compte.organisation
  -- W, three signs for the registry that gave it, six digits; overseas and in Corsica one of the three is a letter (W9R1…, W2A1…).
  add column rna text unique check (rna ~ '^W[0-9][0-9A-Z][0-9]{7}$'),
  -- « Volume 42, folio 117, tribunal de Strasbourg » where there is no RNA.
  add column inscription_locale text check (length(btrim(inscription_locale)) between 1 and 200),
  add column adresse text check (length(btrim(adresse)) between 1 and 300),
  add column code_postal text check (code_postal ~ '^[0-9]{5}$'),
  add column commune text check (length(btrim(commune)) between 1 and 100),
  add column representant_nom text check (length(btrim(representant_nom)) between 1 and 200),
  add column representant_fonction text check (length(btrim(representant_fonction)) between 1 and 200),
  add column representant_depuis date,
  -- Last day of its existence (dissolution, absorption by another): it stays in what it signed.
  add column fermee_le date,
  -- The organisation into which it was merged; archived since.
  add column fusionnee_dans uuid references compte.organisation,
  -- The name without accents, legal form or abbreviation, written by the application: finds near names.
  add column cle text,
  add constraint organisation_fusionnee_archivee check (fusionnee_dans is null or archive_le is not null);
comment on column compte.organisation.representant_nom is
  'personnel | finalite: savoir qui engage l’organisation et à qui adresser les actes | base: mission d’intérêt public | conservation: tant que l’organisation participe au contrat, remplacé à chaque changement';
comment on column compte.organisation.representant_fonction is
  'personnel | finalite: savoir à quel titre la personne engage l’organisation | base: mission d’intérêt public | conservation: tant que l’organisation participe au contrat, remplacé à chaque changement';
comment on column compte.organisation.representant_depuis is
  'personnel | finalite: savoir depuis quand la personne engage l’organisation | base: mission d’intérêt public | conservation: tant que l’organisation participe au contrat, remplacé à chaque changement';
create index organisation_cle on compte.organisation using gin (cle gin_trgm_ops);
create index organisation_siren on compte.organisation (siren);
create index organisation_adresse on compte.organisation (code_postal, platform.sans_accents(adresse));
create index organisation_fusionnee on compte.organisation (fusionnee_dans) where fusionnee_dans is not null;

alter table compte.organisation_nom add column cle text;
create index organisation_nom_cle on compte.organisation_nom using gin (cle gin_trgm_ops);

-- Kinds of documents, with their usual duration: data.
create table compte.nature_document (
  code text primary key check (code ~ '^[a-z_]+$'),
  libelle text not null check (length(btrim(libelle)) between 1 and 100),
  -- Months after which it is out of date; null: until it is replaced.
  duree_mois integer check (duree_mois between 1 and 240),
  aide text,
  ordre integer not null
);
insert into compte.nature_document (code, libelle, duree_mois, aide, ordre) values
  ('statuts', 'Statuts', null, 'Signés, dans leur version en vigueur.', 1),
  ('rib', 'RIB', null, 'Au nom exact de l’organisation.', 2),
  ('comptes', 'Comptes annuels', 18, 'Valables jusqu’à ceux de l’exercice suivant.', 3),
  ('rapport_activite', 'Rapport d’activité', 18, 'Le dernier approuvé.', 4),
  ('dirigeants', 'Liste des dirigeants', 36, 'À renouveler à chaque changement.', 5),
  ('assurance', 'Attestation d’assurance', 12, 'La date de fin est sur l’attestation.', 6),
  ('vigilance', 'Attestation de vigilance (Urssaf)', 6, 'Six mois : article D. 8222-5 du code du travail.', 7),
  ('delegation', 'Délégation de signature', null, 'De la personne qui représente l’organisation à celle qui signe.', 8),
  ('engagement_republicain', 'Contrat d’engagement républicain', null, 'Loi du 24 août 2021, article 12.', 9),
  ('autre', 'Autre document', null, null, 10);

create table compte.organisation_document (
  id uuid primary key,
  organisation_id uuid not null references compte.organisation,
  nature text not null references compte.nature_document,
  titre text check (length(btrim(titre)) between 1 and 200),
  nom_fichier text not null,
  -- Told by the content, never by the name.
  type text not null,
  taille bigint not null,
  fichier_id uuid not null references platform.fichier,
  valable_du date not null,
  -- Last valid day, included; null: until it is replaced.
  valable_jusqu date,
  ajoute_le timestamptz not null,
  ajoute_par uuid references compte.personne,
  archive_le timestamptz,
  check (valable_jusqu is null or valable_jusqu >= valable_du)
);
create index organisation_document_organisation on compte.organisation_document (organisation_id) where archive_le is null;
create index organisation_document_fichier on compte.organisation_document (fichier_id);
comment on column compte.organisation_document.nom_fichier is
  'personnel | finalite: reconnaître le document déposé, dont le nom peut citer une personne | base: mission d’intérêt public | conservation: tant que le document est gardé';
comment on column compte.organisation_document.titre is
  'personnel | finalite: reconnaître le document déposé, dont le titre peut citer une personne | base: mission d’intérêt public | conservation: tant que le document est gardé';
comment on column compte.organisation_document.ajoute_par is
  'personnel | finalite: savoir qui a déposé le document | base: mission d’intérêt public | conservation: tant que le document est gardé';

-- Two organisations that may be one. Written at each change of either; « not a duplicate » is kept.
create table compte.organisation_doublon (
  a uuid not null references compte.organisation,
  b uuid not null references compte.organisation,
  score integer not null check (score between 1 and 100),
  raisons text[] not null,
  trouve_le timestamptz not null,
  ecarte_le timestamptz,
  ecarte_par uuid references compte.personne,
  primary key (a, b),
  check (a < b)
);
create index organisation_doublon_b on compte.organisation_doublon (b);
comment on column compte.organisation_doublon.ecarte_par is
  'personnel | finalite: savoir qui a décidé que ce ne sont pas des doublons | base: mission d’intérêt public | conservation: tant que les deux organisations sont gardées';

-- A merge, with all that was before: it can be undone.
create table compte.organisation_fusion (
  id uuid primary key,
  -- Merges are undone in the reverse order.
  numero bigint generated always as identity,
  garde_id uuid not null references compte.organisation,
  absorbe_id uuid not null references compte.organisation,
  faite_le timestamptz not null,
  faite_par uuid references compte.personne,
  -- Both rows as they were; the survivor as it became; names added to it; references moved and those it had; mandates folded.
  avant jsonb not null,
  apres jsonb not null,
  annulee_le timestamptz,
  annulee_par uuid references compte.personne
);
create index organisation_fusion_garde on compte.organisation_fusion (garde_id);
create unique index organisation_fusion_absorbe on compte.organisation_fusion (absorbe_id) where annulee_le is null;
comment on column compte.organisation_fusion.avant is
  'personnel | finalite: rendre les deux organisations telles qu’elles étaient, représentant légal compris | base: mission d’intérêt public | conservation: tant que la réunion peut être annulée';
comment on column compte.organisation_fusion.apres is
  'personnel | finalite: savoir ce qui a changé depuis la réunion, représentant légal compris | base: mission d’intérêt public | conservation: tant que la réunion peut être annulée';
comment on column compte.organisation_fusion.faite_par is
  'personnel | finalite: savoir qui a réuni les deux organisations | base: mission d’intérêt public | conservation: tant que la réunion peut être annulée';
comment on column compte.organisation_fusion.annulee_par is
  'personnel | finalite: savoir qui a annulé la réunion | base: mission d’intérêt public | conservation: tant que la réunion est gardée';

-- What a merge does with each reference to an organisation, whatever the schema: its rows follow the survivor (the table has
-- an `id`; the words are for people), or the merge itself treats it. A test fails when a foreign key is not here.
create table compte.traitement_reference (
  nom_table text not null,
  colonne text not null,
  traitement text not null check (traitement in ('suit', 'propre')),
  un text,
  plusieurs text,
  primary key (nom_table, colonne),
  check (traitement = 'propre' or (un is not null and plusieurs is not null))
);
insert into compte.traitement_reference (nom_table, colonne, traitement, un, plusieurs) values
  ('compte.mandat', 'organisation_id', 'suit', 'mandat', 'mandats'),
  ('compte.invitation', 'organisation_id', 'suit', 'invitation', 'invitations'),
  ('compte.lot_mandats', 'organisation_id', 'suit', 'acte groupé sur des mandats', 'actes groupés sur des mandats'),
  ('compte.interet_declare', 'organisation_id', 'suit', 'lien d’intérêts déclaré', 'liens d’intérêts déclarés'),
  ('contrat.signataire', 'organisation_id', 'suit', 'signature de contrat', 'signatures de contrats'),
  ('compte.organisation_document', 'organisation_id', 'suit', 'document', 'documents'),
  ('compte.organisation', 'fusionnee_dans', 'suit', 'organisation déjà réunie', 'organisations déjà réunies'),
  ('compte.organisation_nom', 'organisation_id', 'propre', null, null),
  ('compte.organisation_doublon', 'a', 'propre', null, null),
  ('compte.organisation_doublon', 'b', 'propre', null, null),
  ('compte.organisation_fusion', 'garde_id', 'propre', null, null),
  ('compte.organisation_fusion', 'absorbe_id', 'propre', null, null);

-- The functions below read the catalog, so that `compte` names no schema above it, and run as the owner, so that references
-- on contracts that the agent does not see follow too. They give back ids and contracts, never content.

create view compte.reference_organisation as
  select c.oid as contrainte, n.nspname || '.' || t.relname as nom_table, t.oid as table_oid, a.attname::text as colonne,
    exists (select from pg_attribute x where x.attrelid = t.oid and x.attname = 'contrat_id' and not x.attisdropped) as a_contrat,
    coalesce(v.traitement, 'inconnu') as traitement, coalesce(v.un, t.relname) as un, coalesce(v.plusieurs, t.relname) as plusieurs
  from pg_constraint c
  join pg_class t on t.oid = c.conrelid
  join pg_namespace n on n.oid = t.relnamespace
  join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
  left join compte.traitement_reference v on v.nom_table = n.nspname || '.' || t.relname and v.colonne = a.attname
  where c.contype = 'f' and c.confrelid = 'compte.organisation'::regclass and array_length(c.conkey, 1) = 1 and c.conparentid = 0;

-- Rows that point at an organisation and follow it.
create function compte.lister_references(organisation uuid)
  returns table (nom_table text, colonne text, un text, plusieurs text, ids uuid[], contrats uuid[])
  language plpgsql stable security definer set search_path = pg_catalog
  as $$
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
$$;

-- Points rows at another organisation: those of the list that still point at `de`. Gives the number moved.
create function compte.deplacer_references(la_table text, la_colonne text, les_ids uuid[], de uuid, vers uuid) returns integer
  language plpgsql security definer set search_path = pg_catalog
  as $$
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
$$;

-- On which contracts organisations are present, by whatever points at them. Null: all organisations, or all contracts.
create function compte.presences(organisations uuid[], contrats uuid[]) returns table (organisation_id uuid, contrat_id uuid)
  language plpgsql stable security definer set search_path = pg_catalog
  as $$
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
$$;

revoke all on function compte.lister_references(uuid) from public;
revoke all on function compte.deplacer_references(text, text, uuid[], uuid, uuid) from public;
revoke all on function compte.presences(uuid[], uuid[]) from public;
grant execute on function compte.lister_references(uuid), compte.deplacer_references(text, text, uuid[], uuid, uuid),
  compte.presences(uuid[], uuid[]) to parvis_app;
grant select on compte.departement_sans_rna, compte.traitement_reference, compte.reference_organisation to parvis_app;
grant select, insert on compte.nature_document to parvis_app;
grant select, insert, update on compte.organisation_document, compte.organisation_fusion to parvis_app;
grant select, insert, update, delete on compte.organisation_doublon to parvis_app;
