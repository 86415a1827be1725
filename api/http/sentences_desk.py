"""What the desk refuses: a code for each sentence, so that a page may say it in its own words.

A name in braces stands for what differs; one that begins with _ is not handed on.
"""

from __future__ import annotations

DESK: tuple[tuple[str, str], ...] = (
    # cases
    ("own_kin", "somebody named is yourself or your own kin; hand the case to a colleague"),
    ("own_unit", "you draw up cases of your own unit and places"),
    ("sign_as", "by: you sign as {person} and for nobody else; leave it out"),
    ("id_unknown", "{where}: nothing here has the id '{id}' for you; take it from the search"),
    ("case_taken", "'{id}' is taken; leave the number empty and one is given"),
    (
        "case_other",
        "{name}: a case '{id}' is registered with other content. To change it, use 'huibi "
        "case parties {_a}' or 'huibi case team {_b}'; if it is another case, give it "
        "another id",
    ),
    (
        "case_moved",
        "{case} was changed by {author} since you looked at it, so that nothing was "
        "recorded; look at it as it stands now, then send it again",
    ),
    ("unseal_why", "reason: say why it is unsealed"),
    ("nothing_changed", "nothing to change: fill add or remove"),
    ("no_route", "{id} is {state}: no route"),
    ("disclose_self", "you disclose for yourself; tell the clerk of others"),
    (
        "case_state",
        "case {about} is {state} ({_zh}); '{event}' is possible only while a case is: {_allowed}",
    ),
    ("reason_missing", "{_what} needs a reason, which others will read: add 'reason'"),
    (
        "reason_long",
        "the reason of {_what} has {n} characters, {most} are kept; put the rest into a "
        "document and name it",
    ),
    ("no_part", "{person} has no part in {case}; on its team: {listed}"),
    (
        "decides_other",
        "about {person} in {case} decides {who}, {office}, not {by}; name him with 'by'",
    ),
    (
        "decides_not",
        "{by} cannot decide about {person} in {case}: it is for {office}; name him with 'by'",
    ),
    ("not_on_team", "{person} is not on the team of {case}; on it: {listed}"),
    (
        "disclosed_before",
        "{person} disclosed in {case} before: {id} waits for its answer until {day}",
    ),
    ("disclosure_form", "a disclosure is {known}, not '{form}'"),
    ("applicant_role", "nobody applies as '{role}': {hint}"),
    (
        "no_informant",
        "{case} has no informant yet, and his application would be seen to be his: add him "
        "first with 'huibi case parties {_id} --add informant:ID', or take it --as other",
    ),
    (
        "no_informant",
        "{case} has no informant yet, and his application would be seen to be his: add him "
        "first with 'huibi case parties {_id} 'add' informant:ID', or take it 'as' other",
    ),
    ("answered", "{of} in {case} was answered already; see its history"),
    ("never_on_team", "{person} never was on the team of {case}; nothing to refuse"),
    (
        "not_told",
        "nothing told {person} to recuse in {case}: no order, no answer, and no verdict "
        "above clear",
    ),
    ("ruling_unknown", "a ruling is {known}, not '{outcome}'"),
    ("not_checked", "{person} was not checked in {case}; put him on the team first"),
    (
        "no_discretion",
        "{person} must recuse in {case}: that is no matter of discretion. Take him off the "
        "team, correct the record if it is wrong, or ask for an override",
    ),
    ("nothing_to_rule", "{person} is clear in {case} in the data loaded; nothing to rule on"),
    ("barred_already", "{person} must recuse in {case} already, by {id}"),
    ("not_on_team_yet", "{person} is not on the team of {case}; put him on it first"),
    ("nothing_to_override", "{person} is clear in {case}; there is nothing to override"),
    ("own_case", "{person} is a party of {case}; nobody handles a case of his own"),
    ("override_waits", "an override for {person} in {case} waits for approval: {id}"),
    ("override_expired", "override {of} in {case} is expired"),
    ("override_complete", "override {of} in {case} is approved by two already"),
    (
        "approved_before",
        "{by} cannot approve override {of} in {case}: he approved it already; the second "
        "approval is another person's",
    ),
    ("approver_asked", "{by} cannot approve override {of} in {case}: he asked for it"),
    ("approver_assigned", "{by} cannot approve override {of} in {case}: he assigned the case"),
    ("approver_handles", "{by} cannot approve override {of} in {case}: he handles the case"),
    ("approver_self", "{by} cannot approve override {of} in {case}: it is for himself"),
    (
        "document_missing",
        "{author} enters the approval of {by}: give the number of the document that {_c} "
        "signed with 'document', or let him enter it himself",
    ),
    ("means_unknown", "prying is {known}; not '{means}'"),
    ("day_ahead", "'when' {day} lies after today ({today}); correct the day"),
    ("who_asked", "name who asked, by id or by name"),
    ("blocked_start", "case {case} cannot be started yet:\n{lines}"),
    ("blocked_close", "case {case} cannot be closed yet:\n{lines}"),
    ("team_role", "there is no role '{role}' on a team: {hint}"),
    ("no_party_left", "{case} would be left without any party; add the right one as well"),
    (
        "barred_back",
        "{person} must recuse in {case} by {id}; see 'huibi case show {_case}'. Only a new "
        "decision of the decider lets him back",
    ),
    ("added_removed", "{person} is both added and removed; name him once"),
    ("no_such_party", "{case} has no party '{id}' that could be removed"),
    (
        "id_looks_own",
        "'id': '{id}' looks like a number of the desk's own (decision, event, batch); give "
        "the case another id",
    ),
    (
        "received_ahead",
        "'received': {day} lies after today ({today}); a case cannot be registered before "
        "it arrives: correct the date",
    ),
    ("team_twice", "'team': {names} stands there twice; name each once"),
    ("party_role", "'{where}': unknown role '{role}': {hint}"),
    (
        "person_or_unit",
        "'{where}': there are a person and a unit of this id; write {_a} or {_b}:unit:{id}",
    ),
    (
        "case_person",
        "'{where}': no person '{name}' is loaded; load the people first, or look the id up "
        "with 'huibi find {_name}'",
    ),
    ("case_thing", "'{where}': '{name}' is not loaded in {table}; {hint}"),
    (
        "no_candidates",
        "'candidates': none named and no handlers are loaded; name them in the case, with "
        "--candidate, or load handlers.csv",
    ),
    ("body_missing", "'unit': missing; an appointment needs the body to sit in"),
    (
        "signer_bound",
        "{person} cannot sign in {case}: his own verdict there is {verdict} now. Nothing "
        "was recorded; let the head of the next higher organ sign",
    ),
    (
        "done_before",
        "request '{_request}' was recorded before, as {id} with other content; a new act "
        "needs a new request id",
    ),
    (
        "done_before",
        "request '{_request}' was recorded before, as {id}, {_told}; a new act needs a new "
        "request id",
    ),
    (
        "request_before",
        "request '{request}' was recorded before, {_told}; a new act needs a new request id",
    ),
    ("request_other", "request '{request}' was recorded before with other content"),
    (
        "request_check",
        "request '{request}' was already recorded as {id} with other content; a new check "
        "needs a new request id",
    ),
    (
        "case_changed",
        "{_path}: {about} changed meanwhile (event {_last}, {_seen} was seen). Nothing was "
        "recorded; look at it again, then repeat the step",
    ),
    # lotteries
    (
        "draws_void",
        "{n} draws were void because cases or facts kept changing; nothing was assigned. "
        "Wait until the load or the other clerk has finished, then send it again",
    ),
    (
        "no_handlers",
        "nobody is on record who could handle a case; load handlers.csv, or posts with the "
        "role handler, or name candidates in the cases",
    ),
    (
        "no_handlers_case",
        "{case}: nobody is on record who could handle a case; load handlers.csv, or posts "
        "with the role handler",
    ),
    ("none_waits", "no registered case waits for its handlers; nothing was recorded"),
    (
        "not_drawn",
        "{batch} was promised and not drawn yet; draw it with 'huibi assign reveal {_batch}'",
    ),
    (
        "case_handled",
        "case {case} is {state}, handled by {who}; only a case without handlers is "
        "assigned. Take the assignment back first with 'huibi assign withdraw {_case}'",
    ),
    (
        "seed_announced",
        "{batch}: its public seed was announced as '{source}'; give it with 'public-seed'",
    ),
    (
        "seed_unannounced",
        "{batch}: no public seed was announced before, so none may be mixed in now",
    ),
    (
        "seed_known",
        "this seed was promised for {batch} already, and whoever knows it could foretell "
        "the draw; give --seed-from other bytes, or leave it out",
    ),
    (
        "seed_wrong",
        "{_path}: the seed kept here is not the one that was promised; somebody changed "
        "it. Nothing is drawn; assign the cases again and look into it",
    ),
    (
        "seed_lost",
        "{_path}: the seed of this lottery is not here, so it can no longer be drawn; its "
        "promise stays on record unanswered. Assign its cases again",
    ),
    (
        "form_other",
        "this lottery was written down in form {form}, and this program knows form {own}: "
        "replay it with the program that wrote it, or a newer one",
    ),
    # papers, zones, feedback
    (
        "paper_nobody",
        "{case}: nobody on it has to recuse, so there is no decision to print; name the "
        "other papers with 'kind'",
    ),
    ("paper_blocked", "{case}: nobody can be authorized while this stands in the way: {told}"),
    ("paper_sealed", "{case} is sealed: nothing of it is printed any more"),
    ("plan_busy", "another plan is being made; ask again soon"),
    ("no_townships", "no townships are loaded; load places.csv first"),
    (
        "zones_few",
        "{n} zones for {counties} counties: no zone crosses a county, since a county's "
        "organ directs it; ask for {_least} or more, or name fewer counties",
    ),
    ("outcome_unknown", "'{outcome}' is no outcome: one of {known}"),
    ("because_unknown", "'{because}' is no reason: one of {known}"),
    (
        "because_missing",
        "an innocent finding, and only that, says why ({_option}): the reasons are what "
        "patterns learn their exclusions from",
    ),
    # storage
    (
        "log_broken",
        "{_path}: the chain breaks after entry {n}; entries were changed outside this "
        "program. Keep the file as evidence and restore a copy",
    ),
    (
        "log_cut",
        "{_path}: entry {n}, seen earlier, is no longer in the chain, which ends at "
        "{last}. Keep the file as evidence and restore a copy",
    ),
    (
        "writing_long",
        "{_path}: another process has been writing for {n} seconds. Nothing was changed; "
        "wait for it to finish and run the command again",
    ),
    (
        "writing_other",
        "{_path}: {who} is writing, and one at a time may. Nothing was changed; waited {n} "
        "seconds: run the command again when that process has finished",
    ),
)
