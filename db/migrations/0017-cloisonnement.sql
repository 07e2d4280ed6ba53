-- Row-level security by contract: the second belt under the rights of the application. A statement that forgets its `where`
-- gives the rows of the contracts of who asks, and no other. The owner, who migrates and backs up, is not concerned.

-- The worker of long tasks acts under a role of its own, with what the application has. A task carries its contract and sees
-- that one alone; a task of the platform (retention, erasure, digest) says so and sees all.
-- 0016 made the role.
do $$
begin
  if not pg_has_role('parvis_ouvrier', 'parvis_app', 'usage') then
    grant parvis_app to parvis_ouvrier;
  end if;
  if not pg_has_role(current_user, 'parvis_ouvrier', 'member') then
    execute format('grant parvis_ouvrier to %I', current_user);
  end if;
exception
  when unique_violation or sqlstate 'XX000' then null; -- another migration granted it at the same instant
end
$$;

-- Identity of the transaction, set by `act`, `read` and the worker.
create function platform.contrats() returns uuid[] language sql stable parallel safe
  as $$ select string_to_array(nullif(current_setting('parvis.contrats', true), ''), ',')::uuid[] $$;
create function platform.moi() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('parvis.personne', true), '')::uuid $$;
-- Those who run the machine, and the tasks of the platform. Content is not theirs for all that: see each policy.
create function platform.technique() returns boolean language sql stable parallel safe
  as $$ select coalesce(current_setting('parvis.technique', true) = '1', false) $$;
-- The one file whose bytes the transaction may read.
create function platform.fichier_ouvert() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('parvis.fichier', true), '')::uuid $$;

-- Content of one contract: rows bear `contrat_id`. The functions stand in a sub-select so that they run once a statement.
create function platform.cloisonne(tableau regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tableau);
  execute format('create policy contrat on %s using (contrat_id = any ((select platform.contrats())::uuid[]))', tableau);
  execute format('create policy plateforme on %s to parvis_ouvrier using ((select platform.technique()))', tableau);
end
$$;
-- Rows of a part (a line of a fiche) take the contract of the whole: arguments are the table of the whole and the column that
-- points at it. A whole that is not visible gives null, which the column refuses.
create function platform.herite_contrat() returns trigger language plpgsql as $$
begin
  execute format('select contrat_id from %s where id = $1', tg_argv[0])
    into new.contrat_id using (to_jsonb(new) ->> tg_argv[1])::uuid;
  return new;
end
$$;
create function platform.cloisonne_partie(partie regclass, tout regclass, colonne text) returns void language plpgsql as $$
begin
  execute format('alter table %s add column contrat_id uuid', partie);
  execute format('update %s p set contrat_id = t.contrat_id from %s t where t.id = p.%I', partie, tout, colonne);
  execute format('alter table %s alter column contrat_id set not null', partie);
  execute format('create trigger a_contrat before insert or update of %I, contrat_id on %s for each row execute function platform.herite_contrat(%L, %L)',
    colonne, partie, tout::text, colonne);
  perform platform.cloisonne(partie);
end
$$;

-- The contract itself. Who reads a published page has no mandate; who runs the machine sees that contracts exist, to give mandates.
select platform.cloisonne(t) from unnest(array['contrat.quartier_nomme', 'contrat.prorogation', 'contrat.niveau', 'contrat.champ_fiche',
  'contrat.theme', 'contrat.signataire', 'contrat.document', 'contrat.jalon', 'contrat.visite', 'contrat.version', 'contrat.commune']::regclass[]) t;
alter table contrat.contrat enable row level security;
create policy contrat on contrat.contrat using (id = any ((select platform.contrats())::uuid[]));
create policy plateforme on contrat.contrat to parvis_ouvrier using ((select platform.technique()));
create policy en_ligne on contrat.contrat for select using (exists (
  select from contrat.version v where v.contrat_id = contrat.id and v.publie_le is not null and v.retire_le is null));
create policy technique on contrat.contrat for select using ((select platform.technique()));
create policy technique on contrat.commune for select using ((select platform.technique()));
create policy technique on contrat.quartier_nomme for select using ((select platform.technique()));
create policy en_ligne on contrat.version for select using (publie_le is not null and retire_le is null);

create policy en_ligne on contrat.document for select using (public and archive_le is null and exists (
  select from contrat.version v where v.contrat_id = document.contrat_id and v.publie_le is not null and v.retire_le is null));

-- The tree and its fiches.
select platform.cloisonne(t) from unnest(array['strategie.noeud', 'strategie.fiche', 'strategie.ancien_code', 'strategie.deplacement',
  'strategie.import_lot', 'strategie.libelle_import', 'strategie.mot', 'strategie.modele_document']::regclass[]) t;
select platform.cloisonne_partie('strategie.fiche_ligne', 'strategie.fiche', 'fiche_id');
select platform.cloisonne_partie('strategie.noeud_theme', 'strategie.noeud', 'noeud_id');
select platform.cloisonne_partie('strategie.fiche_theme', 'strategie.fiche', 'fiche_id');
select platform.cloisonne_partie('strategie.fiche_version', 'strategie.fiche', 'fiche_id');
select platform.cloisonne_partie('strategie.commentaire', 'strategie.fiche', 'fiche_id');
select platform.cloisonne_partie('strategie.import_source', 'strategie.import_lot', 'lot_id');
select platform.cloisonne_partie('strategie.import_fiche', 'strategie.import_source', 'source_id');

-- Documents of a published version: as public as the version.
select platform.cloisonne_partie('publication.telechargement', 'contrat.version', 'version_id');
create policy en_ligne on publication.telechargement for select using (exists (
  select from contrat.version v where v.id = version_id and v.publie_le is not null and v.retire_le is null));

-- Mandates: one's own, those of one's contracts; all of them for those who give them everywhere.
alter table compte.mandat enable row level security;
create policy contrat on compte.mandat using (contrat_id = any ((select platform.contrats())::uuid[])
  or personne_id = (select platform.moi()) or (select platform.technique()));
-- What goes with mandates, likewise; each person sees her own choices and accesses. (Who signs in has no identity yet:
-- compte.mandats_en_vigueur() reads for the one person whose session it is.)
select platform.cloisonne(t) from unnest(array['compte.absence', 'compte.mandat_choisi', 'compte.delegation', 'compte.delegation_matiere',
  'compte.lot_mandats', 'compte.lot_mandat', 'compte.invitation', 'compte.mandat_suspendu', 'compte.acces_justifie']::regclass[]) t;
create policy technique on compte.absence using ((select platform.technique()));
create policy technique on compte.delegation using ((select platform.technique()));
create policy technique on compte.delegation_matiere using ((select platform.technique()));
create policy technique on compte.lot_mandats using ((select platform.technique()));
create policy technique on compte.lot_mandat using ((select platform.technique()));
create policy technique on compte.invitation using ((select platform.technique()));
create policy technique on compte.mandat_suspendu using ((select platform.technique()));
-- Her provider has just said that she changed organisation: she writes the wait, sees it, does not lift it.
create policy sien on compte.mandat_suspendu for select using (exists (
  select from compte.mandat m where m.id = mandat_id and m.personne_id = (select platform.moi())));
create policy constat on compte.mandat_suspendu for insert with check (exists (
  select from compte.mandat m where m.id = mandat_id and m.personne_id = (select platform.moi())));
create policy technique on compte.acces_justifie using ((select platform.technique()));
create policy moi on compte.mandat_choisi using (personne_id = (select platform.moi()));
create policy moi on compte.acces_justifie using (personne_id = (select platform.moi()));

-- Tasks: of one's contracts, or one's own. The worker takes each in hand before it knows its contract.
alter table platform.tache enable row level security;
create policy contrat on platform.tache using (contrat_id = any ((select platform.contrats())::uuid[])
  or demandeur_id = (select platform.moi()) or (contrat_id is null and (select platform.technique())));
create policy ouvrier on platform.tache to parvis_ouvrier using (true);

-- The journal: the chain of one's contracts, and what one did oneself; the chain of the platform for those who run it. A line
-- may be added whoever acts: a failed sign-in has nobody.
create function platform.chaines() returns text[] language sql stable parallel safe
  as $$ select array(select 'contrat:' || c from unnest(platform.contrats()) c) $$;
alter table platform.audit_chaine enable row level security;
create policy toutes on platform.audit_chaine using (true);
alter table platform.audit_ligne enable row level security;
create policy contrat on platform.audit_ligne for select using (chaine = any ((select platform.chaines())::text[])
  or acteur_id = (select platform.moi()) or (chaine = 'plateforme' and (select platform.technique())));
create policy plateforme on platform.audit_ligne for select to parvis_ouvrier using ((select platform.technique()));
create policy ajout on platform.audit_ligne for insert with check (true);
alter table platform.audit_contenu enable row level security;
create policy ligne on platform.audit_contenu for select using (exists (select from platform.audit_ligne l where l.id = ligne_id));
create policy effacement on platform.audit_contenu for update using (exists (select from platform.audit_ligne l where l.id = ligne_id));
create policy ajout on platform.audit_contenu for insert with check (true);

-- The details of a contract's acts are kept until so long after its end: the day it ends, null while it goes on.
create function platform.fin_de_chaine(chaine text) returns date language sql stable security definer set search_path = pg_catalog
  as $$
    select case when chaine like 'contrat:%' then (
      select case when c.archive_le is not null then greatest(c.fin, c.archive_le::date) else c.fin end
      from contrat.contrat c where c.id = substr(chaine, 9)::uuid) end
  $$;

-- Bytes of files: only those of the file that the transaction names. Whoever names it has read its id in a row that it may see.
alter table platform.fichier_morceau enable row level security;
create policy ouvert on platform.fichier_morceau for select using (fichier_id = (select platform.fichier_ouvert()));
create policy ajout on platform.fichier_morceau for insert with check (true);

grant execute on function platform.fin_de_chaine(text), platform.contrats(), platform.moi(), platform.technique(), platform.fichier_ouvert(), platform.chaines()
  to parvis_app;
