-- Mandates: their territory, suppléance, the one under which a person acts, delegation of signature, acts in bulk (election
-- night), and the interests that bar a person from what concerns an organisation.

-- One text for a territory, whatever the order in which it was typed: the same mandate is recognised by it.
create function compte.cle_territoire(communes text[], quartiers uuid[]) returns text
  language sql immutable parallel safe
  as $$
    select coalesce((select string_agg(c, ',' order by c) from unnest(communes) c), '')
      || '/' || coalesce((select string_agg(q::text, ',' order by q) from unnest(quartiers) q), '')
  $$;

alter table compte.mandat
  -- Both empty: the whole contract. Never both filled.
  add column communes text[] not null default '{}',
  -- Named neighbourhoods of the contract, which live in a higher schema.
  add column quartiers uuid[] not null default '{}',
  -- A suppléant named for one titulaire: acts for her, falls with her mandate.
  add column remplace_id uuid references compte.mandat,
  -- 'permanente': beside her at any time; 'absence': only on the days on which she is away.
  add column suppleance text check (suppleance in ('permanente', 'absence')),
  -- The mandate that this one renews.
  add column succede_id uuid references compte.mandat;
update compte.mandat set communes = array[commune_code] where commune_code is not null;
alter table compte.mandat
  drop constraint mandat_sans_doublon,
  drop column commune_code,
  add constraint mandat_territoire_code check (
    compte.cle_territoire(communes, '{}') ~ '^(([0-9]{2}|2[AB])[0-9]{3}(,([0-9]{2}|2[AB])[0-9]{3})*)?/$'),
  add constraint mandat_territoire_un_seul check (cardinality(communes) = 0 or cardinality(quartiers) = 0),
  add constraint mandat_suppleance check (
    (remplace_id is null) = (suppleance is null) and (remplace_id is null or (qualite = 'suppleant' and remplace_id <> id))),
  -- The same mandate is not held twice at a time; a suppléance for another titulaire is another mandate.
  add constraint mandat_sans_doublon exclude using gist (
    personne_id with =, organisation_id with =, role with =,
    coalesce(contrat_id, '00000000-0000-0000-0000-000000000000'::uuid) with =,
    compte.cle_territoire(communes, quartiers) with =,
    coalesce(remplace_id, '00000000-0000-0000-0000-000000000000'::uuid) with =,
    daterange(debut, fin, '[]') with &&
  ) where (retire_le is null);
create index mandat_remplace on compte.mandat (remplace_id) where remplace_id is not null;
create index mandat_succede on compte.mandat (succede_id) where succede_id is not null;
create index mandat_organisation on compte.mandat (organisation_id);

-- Days on which a titulaire is away and her suppléant acts. No reason is asked: it would tell of her health or her life.
create table compte.absence (
  id uuid primary key,
  contrat_id uuid not null,
  mandat_id uuid not null references compte.mandat,
  debut date not null,
  -- Last day away, included.
  fin date not null,
  cree_le timestamptz not null default now(),
  cree_par uuid references compte.personne,
  annulee_le timestamptz,
  annulee_par uuid references compte.personne,
  check (fin >= debut)
);
create index absence_mandat on compte.absence (mandat_id) where annulee_le is null;
create index absence_contrat on compte.absence (contrat_id);
comment on column compte.absence.debut is
  'personnel | finalite: ouvrir la suppléance | base: mission d’intérêt public | conservation: durée du contrat';
comment on column compte.absence.fin is
  'personnel | finalite: ouvrir la suppléance | base: mission d’intérêt public | conservation: durée du contrat';

-- Who holds several mandates on one contract acts under one of them at a time: the one chosen here, while it is in force.
create table compte.mandat_choisi (
  personne_id uuid not null references compte.personne,
  contrat_id uuid not null,
  mandat_id uuid not null references compte.mandat,
  choisi_le timestamptz not null,
  primary key (personne_id, contrat_id)
);
create index mandat_choisi_mandat on compte.mandat_choisi (mandat_id);
comment on column compte.mandat_choisi.mandat_id is
  'personnel | finalite: agir sous le mandat choisi | base: mission d’intérêt public | conservation: durée du mandat';

-- What is signed, and by which roles without any delegation: data, for a capability adds its own acts.
create table compte.matiere_signature (
  code text primary key check (code ~ '^[a-z_]+$'),
  libelle text not null,
  -- Roles that sign it for their organisation (domain §5, « sign »).
  roles text[] not null,
  ordre integer not null
);
insert into compte.matiere_signature (code, libelle, roles, ordre) values
  ('contrat', 'contrat et avenants', '{elu_epci,elu_commune,prefet,financeur,bailleur}', 1),
  ('convention', 'conventions de subvention', '{elu_epci,elu_commune,prefet,financeur}', 2),
  ('convention_tfpb', 'conventions d’abattement de TFPB', '{elu_epci,elu_commune,prefet,bailleur}', 3),
  ('decision_attribution', 'décisions d’attribution', '{elu_epci,elu_commune,prefet,financeur}', 4),
  ('notification', 'lettres de notification', '{elu_epci,elu_commune,prefet,financeur}', 5),
  ('versement', 'ordres de versement', '{elu_epci,elu_commune,prefet,financeur}', 6),
  ('courrier', 'courriers de suivi', '{chef_projet,elu_epci,elu_commune,prefet,delegue_prefet,financeur,bailleur}', 7);

-- A delegation of signature: who holds a signature lets a person of the same organisation sign in her name. It ends with her
-- mandate, with the delegate's, at its term, or when it is revoked.
create table compte.delegation (
  id uuid primary key,
  contrat_id uuid not null,
  mandat_id uuid not null references compte.mandat,
  delegataire_id uuid not null references compte.mandat,
  -- Reference of the arrêté, without which a delegation is void.
  arrete text not null check (length(btrim(arrete)) between 1 and 200),
  debut date not null,
  fin date,
  revoquee_le timestamptz,
  revoquee_par uuid references compte.personne,
  cree_le timestamptz not null default now(),
  cree_par uuid references compte.personne,
  check (fin is null or fin >= debut),
  check (mandat_id <> delegataire_id)
);
create index delegation_contrat on compte.delegation (contrat_id);
create index delegation_mandat on compte.delegation (mandat_id);
create index delegation_delegataire on compte.delegation (delegataire_id);
create table compte.delegation_matiere (
  delegation_id uuid not null references compte.delegation,
  contrat_id uuid not null,
  matiere text not null references compte.matiere_signature,
  primary key (delegation_id, matiere)
);
comment on column compte.delegation.arrete is
  'personnel | finalite: prouver qui peut signer | base: obligation légale | conservation: durée du contrat';

-- Mandates ended or given together, so that it can be undone together. An act of an administrator over several contracts is one
-- group, with one row a contract: no row belongs to two contracts.
create table compte.lot_mandats (
  id uuid primary key,
  groupe_id uuid not null,
  contrat_id uuid not null,
  -- Set when an administrator acted for this organisation over all its contracts: then only an administrator undoes it.
  organisation_id uuid references compte.organisation,
  genre text not null check (genre in ('fin', 'renouvellement')),
  -- End: last day in force, null when at once. Renewal: first day.
  jour date,
  cree_le timestamptz not null,
  cree_par uuid not null references compte.personne,
  annule_le timestamptz,
  annule_par uuid references compte.personne
);
create index lot_mandats_contrat on compte.lot_mandats (contrat_id, cree_le desc);
create index lot_mandats_groupe on compte.lot_mandats (groupe_id);
create table compte.lot_mandat (
  lot_id uuid not null references compte.lot_mandats,
  contrat_id uuid not null,
  mandat_id uuid not null references compte.mandat,
  -- The mandate before and after the act: undone only while it still is as the act left it.
  fin_avant date,
  fin_apres date,
  retire_apres timestamptz,
  primary key (lot_id, mandat_id)
);
create index lot_mandat_mandat on compte.lot_mandat (mandat_id);

-- Ties that a person declares herself, mandates aside: they bar her from acts that concern the organisation (domain BR-30).
create table compte.interet_declare (
  id uuid primary key,
  personne_id uuid not null references compte.personne,
  organisation_id uuid not null references compte.organisation,
  nature text not null check (nature in ('dirigeant', 'salarie', 'benevole', 'prestataire', 'proche', 'autre')),
  debut date not null,
  fin date,
  cree_le timestamptz not null,
  -- Declared by mistake: kept in the audit, counted no more.
  retire_le timestamptz,
  check (fin is null or fin >= debut)
);
create index interet_declare_personne on compte.interet_declare (personne_id) where retire_le is null;
create index interet_declare_organisation on compte.interet_declare (organisation_id);
comment on column compte.interet_declare.organisation_id is
  'personnel | finalite: prévenir les conflits d’intérêts | base: obligation légale | conservation: cinq ans après la fin du lien';
comment on column compte.interet_declare.nature is
  'personnel | finalite: prévenir les conflits d’intérêts | base: obligation légale | conservation: cinq ans après la fin du lien';
comment on column compte.interet_declare.debut is
  'personnel | finalite: prévenir les conflits d’intérêts | base: obligation légale | conservation: cinq ans après la fin du lien';
comment on column compte.interet_declare.fin is
  'personnel | finalite: prévenir les conflits d’intérêts | base: obligation légale | conservation: cinq ans après la fin du lien';

-- The mandates of one person in force on a day, with the signatures lent under each: read at every request, before anybody is
-- known, so with the rights of the owner. PL/pgSQL keeps its plan. A titulaire comes first, then the oldest.
create function compte.mandats_en_vigueur(personne uuid, jour date) returns json
  language plpgsql stable security definer set search_path = pg_catalog
  as $$
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
$$;
revoke all on function compte.mandats_en_vigueur(uuid, date) from public;

grant execute on function compte.mandats_en_vigueur(uuid, date) to parvis_app;
grant select, insert, update on compte.absence, compte.delegation, compte.lot_mandats, compte.interet_declare to parvis_app;
grant select, insert on compte.delegation_matiere, compte.lot_mandat to parvis_app;
grant select, insert, update, delete on compte.mandat_choisi to parvis_app;
grant select on compte.matiere_signature to parvis_app;
