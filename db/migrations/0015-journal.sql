-- The journal made readable and harder to falsify; the access of the platform's administrators to the content of a contract.

-- Under which mandate, in the words of that day: mandates end, organisations change their name. Lies with the payload: proven by
-- the same digest, erased with it.
alter table platform.audit_contenu add column mandat text;
comment on column platform.audit_contenu.mandat is
  'personnel | finalite: dire au nom de qui un acte a été fait | base: mission d’intérêt public | conservation: durée du contrat et 10 ans';

create or replace function platform.efface_seulement() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.avant is null and new.apres is null and new.sel is null and new.libelle is null
     and new.efface_le is not null and new.ligne_id = old.ligne_id then
    -- Whoever erases need not know every column.
    new.mandat := null;
    return new;
  end if;
  raise exception 'Le contenu du journal ne peut qu’être effacé.' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_contenu_plein before truncate on platform.audit_contenu
  for each statement execute function platform.refuse_alteration();

-- The head of a chain is the only row of the journal that moves: it follows the line just written, one at a time.
create function platform.suit_la_ligne() returns trigger language plpgsql as $$
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
$$;
-- After the statement: the line is written by the same one. As the owner of the table sees it, whoever acts.
alter function platform.suit_la_ligne() security definer set search_path = pg_catalog;
create trigger audit_chaine_suit after update on platform.audit_chaine
  for each row execute function platform.suit_la_ligne();
create trigger audit_chaine_garde before delete on platform.audit_chaine
  for each row execute function platform.refuse_alteration();
create trigger audit_chaine_pleine before truncate on platform.audit_chaine
  for each statement execute function platform.refuse_alteration();

-- What one person did, newest first: the filter of the journal, and one's own activity.
create index audit_ligne_acteur on platform.audit_ligne (acteur_id, chaine, numero desc);

-- An administrator of the platform sees technique, not content. To look at the content of a contract she says why, for how long;
-- its pilot is told, and every page that she opens leaves a line in the chain of the contract.
create table compte.acces_justifie (
  id uuid primary key,
  contrat_id uuid not null references contrat.contrat,
  personne_id uuid not null references compte.personne,
  motif text not null check (length(btrim(motif)) between 20 and 1000),
  ouvert_le timestamptz not null,
  -- A working day at most.
  fin timestamptz not null check (fin > ouvert_le and fin <= ouvert_le + interval '8 hours'),
  ferme_le timestamptz check (ferme_le >= ouvert_le),
  exclude using gist (personne_id with =, contrat_id with =, tstzrange(ouvert_le, coalesce(ferme_le, fin)) with &&)
);
create index acces_justifie_contrat on compte.acces_justifie (contrat_id, ouvert_le desc);
comment on column compte.acces_justifie.personne_id is
  'personnel | finalite: contrôler les accès de l’administration au contenu | base: mission d’intérêt public | conservation: durée du contrat et 10 ans';
comment on column compte.acces_justifie.motif is
  'personnel | finalite: contrôler les accès de l’administration au contenu | base: mission d’intérêt public | conservation: durée du contrat et 10 ans';

-- Who signs in has no identity yet: the accesses in force of that one person. They fall with her administration of the platform.
create function compte.acces_en_vigueur(personne uuid, jour date, instant timestamptz) returns json
  language sql stable security definer set search_path = pg_catalog
  as $$
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
  $$;
revoke all on function compte.acces_en_vigueur(uuid, date, timestamptz) from public;

-- What running the machine needs to know of the contracts: their size, no word of them. For the administrators in force that day.
create function contrat.mesures(jour date)
  returns table (contrat_id uuid, membres bigint, fiches bigint, fichiers bigint, octets bigint, actes bigint, dernier_acte timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog
  as $$
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
$$;
revoke all on function contrat.mesures(date) from public;

-- Row-level security (enabled on the journal by 0017): an access is seen by who has it, by the people of the contract and by the
-- administrators, and opened by the administrator herself alone. What happened to one's own account is seen by oneself.
alter table compte.acces_justifie enable row level security;
create policy lecture on compte.acces_justifie for select using (
  contrat_id = any (string_to_array(nullif(current_setting('parvis.contrats', true), ''), ',')::uuid[])
  or personne_id = nullif(current_setting('parvis.personne', true), '')::uuid
  or current_setting('parvis.technique', true) = '1');
create policy ouverture on compte.acces_justifie for insert with check (
  personne_id = nullif(current_setting('parvis.personne', true), '')::uuid and current_setting('parvis.technique', true) = '1');
create policy fermeture on compte.acces_justifie for update using (
  personne_id = nullif(current_setting('parvis.personne', true), '')::uuid);
create policy la_mienne on platform.audit_ligne for select using (
  chaine = 'plateforme' and objet_type = 'personne' and objet_id = nullif(current_setting('parvis.personne', true), ''));

grant select, insert, update on compte.acces_justifie to parvis_app;
grant execute on function compte.acces_en_vigueur(uuid, date, timestamptz), contrat.mesures(date) to parvis_app;
