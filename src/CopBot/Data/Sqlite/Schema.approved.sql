CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);

CREATE TABLE findable (
  rowid INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  community TEXT NOT NULL,
  helped INTEGER NOT NULL);

CREATE VIRTUAL TABLE search USING fts5(title, body, tokenize = "porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'");

INSERT INTO search (search, rank) VALUES ('secure-delete', 1);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20260101000000_SearchTables', '10.0.14');

CREATE TABLE "communities" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_communities" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "Domain" TEXT NOT NULL,
    "Zone" TEXT NOT NULL,
    "Days" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "drafts" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_drafts" PRIMARY KEY,
    "Owner" TEXT NOT NULL,
    "Token" TEXT NOT NULL,
    "Values" TEXT NOT NULL,
    "ExpiresAt" INTEGER NOT NULL
);

CREATE TABLE "inbox" (
    "Event" TEXT NOT NULL CONSTRAINT "PK_inbox" PRIMARY KEY,
    "Day" TEXT NOT NULL,
    "Waiting" TEXT NULL,
    "TakeUpAt" INTEGER NULL,
    "Attempts" INTEGER NOT NULL
);

CREATE TABLE "members" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_members" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "Zone" TEXT NULL,
    "ZoneIsTheirs" INTEGER NOT NULL,
    "DayStart" TEXT NOT NULL,
    "DayEnd" TEXT NOT NULL,
    "Days" TEXT NULL,
    "Stopped" INTEGER NOT NULL,
    "LessOf" TEXT NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "pass_codes" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_pass_codes" PRIMARY KEY,
    "Hash" TEXT NOT NULL,
    "For" TEXT NOT NULL,
    "By" TEXT NOT NULL,
    "Account" TEXT NOT NULL,
    "Community" TEXT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "TakenBy" TEXT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "posts" (
    "Key" TEXT NOT NULL CONSTRAINT "PK_posts" PRIMARY KEY,
    "Id" TEXT NOT NULL,
    "Community" TEXT NULL,
    "Audience" TEXT NOT NULL,
    "Reader" TEXT NULL,
    "Class" TEXT NOT NULL,
    "Kind" TEXT NULL,
    "Message" TEXT NOT NULL,
    "Summary" TEXT NOT NULL,
    "ThreadTitle" TEXT NULL,
    "Revision" INTEGER NOT NULL,
    "NotBefore" INTEGER NOT NULL,
    "UselessAfter" INTEGER NULL,
    "VanishesAt" INTEGER NULL,
    "Withdrawn" INTEGER NOT NULL
);

CREATE TABLE "problems" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_problems" PRIMARY KEY,
    "Community" TEXT NOT NULL,
    "Title" TEXT NOT NULL,
    "Tried" TEXT NOT NULL,
    "Good" TEXT NOT NULL,
    "Topics" TEXT NOT NULL,
    "Asker" TEXT NULL,
    "ReceiptHash" TEXT NULL,
    "Status" TEXT NOT NULL,
    "AskedAt" INTEGER NOT NULL,
    "NeededBy" TEXT NULL,
    "First" INTEGER NOT NULL,
    "Answered" INTEGER NOT NULL,
    "Step" INTEGER NOT NULL,
    "NextStepAt" INTEGER NULL,
    "QuietAt" INTEGER NULL,
    "ClosedAt" INTEGER NULL,
    "Closings" INTEGER NOT NULL,
    "Before" TEXT NULL,
    "Reason" TEXT NULL,
    "Source" TEXT NULL,
    "SourceAuthor" TEXT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "trials" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_trials" PRIMARY KEY,
    "Community" TEXT NOT NULL,
    "Problem" TEXT NOT NULL,
    "Title" TEXT NOT NULL,
    "CardKey" TEXT NOT NULL,
    "Advice" TEXT NOT NULL,
    "Trier" TEXT NULL,
    "ByAsker" INTEGER NOT NULL,
    "WillTry" TEXT NOT NULL,
    "Since" INTEGER NOT NULL,
    "AskAt" INTEGER NULL,
    "Asked" INTEGER NOT NULL,
    "SilentAt" INTEGER NULL,
    "Result" TEXT NULL,
    "Line" TEXT NOT NULL,
    "ToldAt" INTEGER NULL,
    "Before" TEXT NULL,
    "DueAt" INTEGER NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "workspaces" (
    "Ref" TEXT NOT NULL CONSTRAINT "PK_workspaces" PRIMARY KEY,
    "StoppedAt" INTEGER NULL,
    "StoppedBecause" TEXT NULL
);

CREATE TABLE "community_workspaces" (
    "Community" TEXT NOT NULL,
    "Workspace" TEXT NOT NULL,
    CONSTRAINT "PK_community_workspaces" PRIMARY KEY ("Community", "Workspace"),
    CONSTRAINT "FK_community_workspaces_communities_Community" FOREIGN KEY ("Community") REFERENCES "communities" ("Id") ON DELETE CASCADE
);

CREATE TABLE "home_channels" (
    "Community" TEXT NOT NULL,
    "Channel" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "PausedBecause" TEXT NULL,
    CONSTRAINT "PK_home_channels" PRIMARY KEY ("Community", "Channel"),
    CONSTRAINT "FK_home_channels_communities_Community" FOREIGN KEY ("Community") REFERENCES "communities" ("Id") ON DELETE CASCADE
);

CREATE TABLE "accounts" (
    "User" TEXT NOT NULL CONSTRAINT "PK_accounts" PRIMARY KEY,
    "Member" TEXT NOT NULL,
    "Left" INTEGER NOT NULL,
    "LastActedAt" INTEGER NULL,
    CONSTRAINT "FK_accounts_members_Member" FOREIGN KEY ("Member") REFERENCES "members" ("Id") ON DELETE CASCADE
);

CREATE TABLE "memberships" (
    "Community" TEXT NOT NULL,
    "Member" TEXT NOT NULL,
    "JoinedAt" INTEGER NOT NULL,
    "Roles" TEXT NOT NULL,
    CONSTRAINT "PK_memberships" PRIMARY KEY ("Community", "Member"),
    CONSTRAINT "FK_memberships_communities_Community" FOREIGN KEY ("Community") REFERENCES "communities" ("Id") ON DELETE CASCADE,
    CONSTRAINT "FK_memberships_members_Member" FOREIGN KEY ("Member") REFERENCES "members" ("Id") ON DELETE CASCADE
);

CREATE TABLE "deliveries" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_deliveries" PRIMARY KEY,
    "Key" TEXT NOT NULL,
    "Workspace" TEXT NOT NULL,
    "Place" TEXT NULL,
    "Recipient" TEXT NULL,
    "Parent" TEXT NULL,
    "Class" TEXT NOT NULL,
    "Kind" TEXT NULL,
    "Reader" TEXT NULL,
    "WantedRevision" INTEGER NOT NULL,
    "DeliveredRevision" INTEGER NOT NULL,
    "DueAt" INTEGER NULL,
    "StandsAt" TEXT NULL,
    "Thread" TEXT NULL,
    "ThreadRests" INTEGER NOT NULL,
    "Generation" INTEGER NOT NULL,
    "State" TEXT NOT NULL,
    "Attempts" INTEGER NOT NULL,
    "AttemptedAt" INTEGER NULL,
    "DeliveredAt" INTEGER NULL,
    "LeasedBy" TEXT NULL,
    "LeaseUntil" INTEGER NULL,
    "Trouble" TEXT NULL,
    CONSTRAINT "FK_deliveries_posts_Key" FOREIGN KEY ("Key") REFERENCES "posts" ("Key") ON DELETE CASCADE
);

CREATE TABLE "advice" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_advice" PRIMARY KEY,
    "Problem" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Source" TEXT NOT NULL,
    "Author" TEXT NULL,
    "Excerpt" TEXT NOT NULL,
    "Forgotten" INTEGER NOT NULL,
    "MarkedAt" INTEGER NOT NULL,
    CONSTRAINT "FK_advice_problems_Problem" FOREIGN KEY ("Problem") REFERENCES "problems" ("Id") ON DELETE CASCADE
);

CREATE TABLE "problem_outcomes" (
    "Trial" TEXT NOT NULL CONSTRAINT "PK_problem_outcomes" PRIMARY KEY,
    "Problem" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Tried" TEXT NOT NULL,
    "Result" TEXT NOT NULL,
    "Line" TEXT NOT NULL,
    "ByAsker" INTEGER NOT NULL,
    "Teller" TEXT NULL,
    CONSTRAINT "FK_problem_outcomes_problems_Problem" FOREIGN KEY ("Problem") REFERENCES "problems" ("Id") ON DELETE CASCADE
);

CREATE TABLE "problem_people" (
    "Problem" TEXT NOT NULL,
    "Member" TEXT NOT NULL,
    "Stake" TEXT NOT NULL,
    "Since" INTEGER NOT NULL,
    CONSTRAINT "PK_problem_people" PRIMARY KEY ("Problem", "Member", "Stake"),
    CONSTRAINT "FK_problem_people_problems_Problem" FOREIGN KEY ("Problem") REFERENCES "problems" ("Id") ON DELETE CASCADE
);

CREATE TABLE "story_names" (
    "Trial" TEXT NOT NULL,
    "Member" TEXT NOT NULL,
    "Community" TEXT NOT NULL,
    "Since" INTEGER NOT NULL,
    CONSTRAINT "PK_story_names" PRIMARY KEY ("Trial", "Member"),
    CONSTRAINT "FK_story_names_trials_Trial" FOREIGN KEY ("Trial") REFERENCES "trials" ("Id") ON DELETE CASCADE
);

CREATE INDEX "IX_accounts_Member" ON "accounts" ("Member");

CREATE INDEX "IX_advice_Author" ON "advice" ("Author");

CREATE INDEX "IX_advice_Problem" ON "advice" ("Problem");

CREATE INDEX "IX_advice_Source" ON "advice" ("Source");

CREATE UNIQUE INDEX "IX_community_workspaces_Workspace" ON "community_workspaces" ("Workspace");

CREATE INDEX "IX_deliveries_DueAt" ON "deliveries" ("DueAt");

CREATE INDEX "IX_deliveries_Key" ON "deliveries" ("Key");

CREATE INDEX "IX_deliveries_Reader_Class_DeliveredAt" ON "deliveries" ("Reader", "Class", "DeliveredAt");

CREATE INDEX "IX_deliveries_Thread" ON "deliveries" ("Thread");

CREATE INDEX "IX_drafts_ExpiresAt" ON "drafts" ("ExpiresAt");

CREATE INDEX "IX_drafts_Owner" ON "drafts" ("Owner");

CREATE INDEX "IX_home_channels_Channel" ON "home_channels" ("Channel");

CREATE INDEX "IX_inbox_Day" ON "inbox" ("Day");

CREATE INDEX "IX_inbox_TakeUpAt" ON "inbox" ("TakeUpAt");

CREATE INDEX "IX_memberships_Member" ON "memberships" ("Member");

CREATE INDEX "IX_pass_codes_By" ON "pass_codes" ("By");

CREATE INDEX "IX_pass_codes_ExpiresAt" ON "pass_codes" ("ExpiresAt");

CREATE UNIQUE INDEX "IX_posts_Id" ON "posts" ("Id");

CREATE INDEX "IX_problem_outcomes_Problem" ON "problem_outcomes" ("Problem");

CREATE INDEX "IX_problem_people_Member" ON "problem_people" ("Member");

CREATE INDEX "IX_problems_Asker" ON "problems" ("Asker");

CREATE INDEX "IX_problems_Community_Status" ON "problems" ("Community", "Status");

CREATE INDEX "IX_problems_NextStepAt" ON "problems" ("NextStepAt");

CREATE INDEX "IX_problems_QuietAt" ON "problems" ("QuietAt");

CREATE INDEX "IX_problems_ReceiptHash" ON "problems" ("ReceiptHash");

CREATE INDEX "IX_trials_DueAt" ON "trials" ("DueAt");

CREATE INDEX "IX_trials_Problem" ON "trials" ("Problem");

CREATE INDEX "IX_trials_Trier" ON "trials" ("Trier");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261122001358_First', '10.0.14');

ALTER TABLE "workspaces" ADD "RemovedAt" INTEGER NULL;

CREATE TABLE "forgotten_accounts" (
    "Hash" TEXT NOT NULL CONSTRAINT "PK_forgotten_accounts" PRIMARY KEY
);

CREATE TABLE "own_keys" (
    "For" TEXT NOT NULL CONSTRAINT "PK_own_keys" PRIMARY KEY,
    "Value" TEXT NOT NULL
);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261122030313_Privacy', '10.0.14');

ALTER TABLE "inbox" ADD "TakenBy" TEXT NULL;

CREATE TABLE "leases" (
    "Name" TEXT NOT NULL CONSTRAINT "PK_leases" PRIMARY KEY,
    "Holder" TEXT NOT NULL
);

CREATE TABLE "processes" (
    "Name" TEXT NOT NULL CONSTRAINT "PK_processes" PRIMARY KEY,
    "StartedAt" INTEGER NOT NULL,
    "BeatAt" INTEGER NOT NULL
);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261122033622_SeveralProcesses', '10.0.14');

CREATE INDEX "IX_deliveries_StandsAt" ON "deliveries" ("StandsAt");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261122035208_FindPostsByPlace', '10.0.14');

ALTER TABLE findable ADD COLUMN limited INTEGER NOT NULL DEFAULT 0;

ALTER TABLE findable ADD COLUMN day TEXT;

CREATE TABLE findable_readers (
  thing INTEGER NOT NULL REFERENCES findable (rowid) ON DELETE CASCADE,
  member TEXT NOT NULL,
  PRIMARY KEY (thing, member)) WITHOUT ROWID;

CREATE INDEX findable_readers_member ON findable_readers (member);

CREATE VIRTUAL TABLE threads USING fts5(title, body, answers, tokenize = "porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'");

INSERT INTO threads (threads, rank) VALUES ('secure-delete', 1);

INSERT INTO threads (rowid, title, body, answers) SELECT rowid, title, body, '' FROM search;

DROP TABLE search;

ALTER TABLE threads RENAME TO search;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261122054500_SearchDocuments', '10.0.14');

ALTER TABLE "trials" ADD "Promised" INTEGER NOT NULL DEFAULT 0;

CREATE TABLE "agenda_items" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_agenda_items" PRIMARY KEY,
    "Community" TEXT NOT NULL,
    "Series" TEXT NOT NULL,
    "Title" TEXT NOT NULL,
    "Because" TEXT NOT NULL,
    "By" TEXT NULL,
    "About" TEXT NULL,
    "PostKey" TEXT NULL,
    "Source" TEXT NULL,
    "Minutes" INTEGER NULL,
    "Number" INTEGER NOT NULL,
    "Carried" INTEGER NOT NULL,
    "Status" TEXT NOT NULL,
    "Reason" TEXT NOT NULL,
    "Since" INTEGER NOT NULL,
    "ClosedAt" INTEGER NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "calendar_feeds" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_calendar_feeds" PRIMARY KEY,
    "Community" TEXT NOT NULL,
    "Member" TEXT NOT NULL,
    "Series" TEXT NULL,
    "Hash" TEXT NOT NULL,
    "Since" INTEGER NOT NULL
);

CREATE TABLE "case_clinics" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_case_clinics" PRIMARY KEY,
    "Community" TEXT NOT NULL,
    "Meeting" TEXT NOT NULL,
    "Brings" TEXT NULL,
    "Case" TEXT NOT NULL,
    "Guest" TEXT NULL,
    "Minutes" INTEGER NOT NULL,
    "Step" TEXT NOT NULL,
    "DueAt" INTEGER NULL,
    "Left" INTEGER NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "handovers" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_handovers" PRIMARY KEY,
    "Community" TEXT NOT NULL,
    "Away" TEXT NOT NULL,
    "StandsIn" TEXT NOT NULL,
    "From" INTEGER NOT NULL,
    "Until" INTEGER NOT NULL,
    "Begun" INTEGER NOT NULL,
    "GaveRole" INTEGER NOT NULL,
    "DueAt" INTEGER NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "meeting_promises" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_meeting_promises" PRIMARY KEY,
    "Meeting" TEXT NOT NULL,
    "Community" TEXT NOT NULL,
    "By" TEXT NULL,
    "Who" TEXT NOT NULL,
    "What" TEXT NOT NULL,
    "Day" TEXT NULL
);

CREATE TABLE "meetings" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_meetings" PRIMARY KEY,
    "Series" TEXT NOT NULL,
    "Community" TEXT NOT NULL,
    "Rhythm" INTEGER NOT NULL,
    "Day" TEXT NOT NULL,
    "StartsAt" INTEGER NOT NULL,
    "Minutes" INTEGER NOT NULL,
    "Place" TEXT NULL,
    "Host" TEXT NULL,
    "Status" TEXT NOT NULL,
    "Moved" INTEGER NOT NULL,
    "Paused" INTEGER NOT NULL,
    "Reason" TEXT NOT NULL,
    "Sequence" INTEGER NOT NULL,
    "AnnounceAt" INTEGER NOT NULL,
    "AnnouncedAt" INTEGER NULL,
    "DraftedAt" INTEGER NULL,
    "AgendaAt" INTEGER NULL,
    "BeganAt" INTEGER NULL,
    "DueAt" INTEGER NULL,
    "Decided" TEXT NOT NULL,
    "WrappedAt" INTEGER NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "platform_events" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_platform_events" PRIMARY KEY,
    "Meeting" TEXT NOT NULL,
    "Community" TEXT NOT NULL,
    "Workspace" TEXT NOT NULL,
    "KnownBy" TEXT NULL,
    "PutAt" INTEGER NULL,
    "ChangedThere" INTEGER NOT NULL,
    "Trouble" TEXT NULL,
    "Attempts" INTEGER NOT NULL,
    "DueAt" INTEGER NULL
);

CREATE TABLE "series" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_series" PRIMARY KEY,
    "Community" TEXT NOT NULL,
    "Title" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Place" TEXT NOT NULL,
    "Capacity" INTEGER NULL,
    "HostsRotate" INTEGER NOT NULL,
    "Keeper" TEXT NULL,
    "Status" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "DueAt" INTEGER NULL,
    "DriftToldAt" INTEGER NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "meeting_people" (
    "Meeting" TEXT NOT NULL,
    "Member" TEXT NOT NULL,
    "Answer" TEXT NULL,
    "AnsweredAt" INTEGER NULL,
    "Before" INTEGER NULL,
    "RemindAt" INTEGER NULL,
    "Reminded" INTEGER NOT NULL,
    "There" INTEGER NULL,
    CONSTRAINT "PK_meeting_people" PRIMARY KEY ("Meeting", "Member"),
    CONSTRAINT "FK_meeting_people_meetings_Meeting" FOREIGN KEY ("Meeting") REFERENCES "meetings" ("Id") ON DELETE CASCADE
);

CREATE TABLE "rhythms" (
    "Series" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Day" TEXT NOT NULL,
    "Time" TEXT NOT NULL,
    "Rule" TEXT NOT NULL,
    "Zone" TEXT NOT NULL,
    "Minutes" INTEGER NOT NULL,
    "EndsBefore" TEXT NULL,
    "Sequence" INTEGER NOT NULL,
    CONSTRAINT "PK_rhythms" PRIMARY KEY ("Series", "Number"),
    CONSTRAINT "FK_rhythms_series_Series" FOREIGN KEY ("Series") REFERENCES "series" ("Id") ON DELETE CASCADE
);

CREATE TABLE "series_hosts" (
    "Series" TEXT NOT NULL,
    "Member" TEXT NOT NULL,
    "Since" INTEGER NOT NULL,
    CONSTRAINT "PK_series_hosts" PRIMARY KEY ("Series", "Member"),
    CONSTRAINT "FK_series_hosts_series_Series" FOREIGN KEY ("Series") REFERENCES "series" ("Id") ON DELETE CASCADE
);

CREATE INDEX "IX_agenda_items_By" ON "agenda_items" ("By");

CREATE INDEX "IX_agenda_items_Series_Status" ON "agenda_items" ("Series", "Status");

CREATE INDEX "IX_agenda_items_Source" ON "agenda_items" ("Source");

CREATE UNIQUE INDEX "IX_calendar_feeds_Hash" ON "calendar_feeds" ("Hash");

CREATE INDEX "IX_calendar_feeds_Member" ON "calendar_feeds" ("Member");

CREATE INDEX "IX_case_clinics_DueAt" ON "case_clinics" ("DueAt");

CREATE INDEX "IX_case_clinics_Meeting" ON "case_clinics" ("Meeting");

CREATE INDEX "IX_handovers_Community_Until" ON "handovers" ("Community", "Until");

CREATE INDEX "IX_handovers_DueAt" ON "handovers" ("DueAt");

CREATE INDEX "IX_meeting_people_Member" ON "meeting_people" ("Member");

CREATE INDEX "IX_meeting_promises_By" ON "meeting_promises" ("By");

CREATE INDEX "IX_meeting_promises_Meeting" ON "meeting_promises" ("Meeting");

CREATE INDEX "IX_meetings_Community_StartsAt" ON "meetings" ("Community", "StartsAt");

CREATE INDEX "IX_meetings_DueAt" ON "meetings" ("DueAt");

CREATE UNIQUE INDEX "IX_meetings_Series_Rhythm_Day" ON "meetings" ("Series", "Rhythm", "Day");

CREATE INDEX "IX_meetings_Series_StartsAt" ON "meetings" ("Series", "StartsAt");

CREATE INDEX "IX_platform_events_DueAt" ON "platform_events" ("DueAt");

CREATE UNIQUE INDEX "IX_platform_events_Meeting_Workspace" ON "platform_events" ("Meeting", "Workspace");

CREATE INDEX "IX_series_Community_Status" ON "series" ("Community", "Status");

CREATE INDEX "IX_series_DueAt" ON "series" ("DueAt");

CREATE INDEX "IX_series_hosts_Member" ON "series_hosts" ("Member");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261122063652_Meetings', '10.0.14');

ALTER TABLE "problems" ADD "Asked" INTEGER NOT NULL DEFAULT 0;

CREATE TABLE "experience_requests" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_experience_requests" PRIMARY KEY,
    "Community" TEXT NOT NULL,
    "Title" TEXT NOT NULL,
    "Plan" TEXT NOT NULL,
    "Hear" TEXT NOT NULL,
    "Quoting" TEXT NOT NULL,
    "Asker" TEXT NULL,
    "AskedAt" INTEGER NOT NULL,
    "Asked" INTEGER NOT NULL,
    "SummaryAt" INTEGER NULL,
    "SummaryOffered" INTEGER NOT NULL,
    "Summary" TEXT NOT NULL,
    "SavedAs" TEXT NULL,
    "Source" TEXT NULL,
    "SourceAuthor" TEXT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "information_requests" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_information_requests" PRIMARY KEY,
    "Community" TEXT NOT NULL,
    "Title" TEXT NOT NULL,
    "More" TEXT NOT NULL,
    "Asker" TEXT NULL,
    "AskedAt" INTEGER NOT NULL,
    "FoundAt" INTEGER NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "invitations" (
    "Thing" TEXT NOT NULL,
    "Helper" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Community" TEXT NOT NULL,
    "Round" INTEGER NOT NULL,
    "Why" TEXT NOT NULL,
    "SuggestedBy" TEXT NULL,
    "AskedAt" INTEGER NOT NULL,
    "State" TEXT NOT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "PK_invitations" PRIMARY KEY ("Thing", "Helper")
);

CREATE TABLE "known_topics" (
    "Community" TEXT NOT NULL,
    "Member" TEXT NOT NULL,
    "Topic" TEXT NOT NULL,
    "Stance" TEXT NOT NULL,
    "SaidAt" INTEGER NOT NULL,
    CONSTRAINT "PK_known_topics" PRIMARY KEY ("Community", "Member", "Topic")
);

CREATE TABLE "missed_words" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_missed_words" PRIMARY KEY,
    "Community" TEXT NOT NULL,
    "Words" TEXT NOT NULL,
    "Day" TEXT NOT NULL
);

CREATE TABLE "profiles" (
    "Community" TEXT NOT NULL,
    "Member" TEXT NOT NULL,
    "Id" TEXT NOT NULL,
    "Shown" TEXT NOT NULL,
    "Asks" TEXT NOT NULL,
    "Reach" TEXT NOT NULL,
    "AwayUntil" INTEGER NULL,
    "RightAt" INTEGER NOT NULL,
    "AskRightAt" INTEGER NULL,
    "RightAsked" INTEGER NOT NULL,
    "RightUnanswered" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "PK_profiles" PRIMARY KEY ("Community", "Member")
);

CREATE TABLE "resources" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_resources" PRIMARY KEY,
    "Community" TEXT NOT NULL,
    "Title" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Link" TEXT NULL,
    "Words" TEXT NOT NULL,
    "Terms" TEXT NOT NULL,
    "Owner" TEXT NULL,
    "AddedAt" INTEGER NOT NULL,
    "VerifiedAt" INTEGER NOT NULL,
    "Review" TEXT NOT NULL,
    "ReviewAt" INTEGER NULL,
    "RetiredAt" INTEGER NULL,
    "CopyOf" TEXT NULL,
    "GrewAt" TEXT NULL,
    "GrewFrom" TEXT NULL,
    "Import" TEXT NULL,
    "Source" TEXT NULL,
    "SourceAuthor" TEXT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "rings" (
    "Thing" TEXT NOT NULL,
    "Round" INTEGER NOT NULL,
    "Id" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Community" TEXT NOT NULL,
    "DueAt" INTEGER NULL,
    "CallsOff" INTEGER NOT NULL,
    "Asked" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "PK_rings" PRIMARY KEY ("Thing", "Round")
);

CREATE TABLE "topics" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_topics" PRIMARY KEY,
    "Community" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Synonyms" TEXT NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE TABLE "experience_followers" (
    "Request" TEXT NOT NULL,
    "Member" TEXT NOT NULL,
    "Since" INTEGER NOT NULL,
    CONSTRAINT "PK_experience_followers" PRIMARY KEY ("Request", "Member"),
    CONSTRAINT "FK_experience_followers_experience_requests_Request" FOREIGN KEY ("Request") REFERENCES "experience_requests" ("Id") ON DELETE CASCADE
);

CREATE TABLE "experience_hints" (
    "Request" TEXT NOT NULL,
    "Somebody" TEXT NOT NULL,
    "By" TEXT NULL,
    "At" INTEGER NOT NULL,
    "Passed" INTEGER NOT NULL,
    CONSTRAINT "PK_experience_hints" PRIMARY KEY ("Request", "Somebody"),
    CONSTRAINT "FK_experience_hints_experience_requests_Request" FOREIGN KEY ("Request") REFERENCES "experience_requests" ("Id") ON DELETE CASCADE
);

CREATE TABLE "experience_outcomes" (
    "Trial" TEXT NOT NULL CONSTRAINT "PK_experience_outcomes" PRIMARY KEY,
    "Request" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Tried" TEXT NOT NULL,
    "Result" TEXT NOT NULL,
    "Line" TEXT NOT NULL,
    "ByAsker" INTEGER NOT NULL,
    "Teller" TEXT NULL,
    CONSTRAINT "FK_experience_outcomes_experience_requests_Request" FOREIGN KEY ("Request") REFERENCES "experience_requests" ("Id") ON DELETE CASCADE
);

CREATE TABLE "experiences" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_experiences" PRIMARY KEY,
    "Request" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Teller" TEXT NULL,
    "ReceiptHash" TEXT NULL,
    "Shows" TEXT NOT NULL,
    "Context" TEXT NOT NULL,
    "Did" TEXT NOT NULL,
    "Happened" TEXT NOT NULL,
    "Again" TEXT NOT NULL,
    "ToldAt" INTEGER NOT NULL,
    "Quote" TEXT NOT NULL,
    CONSTRAINT "FK_experiences_experience_requests_Request" FOREIGN KEY ("Request") REFERENCES "experience_requests" ("Id") ON DELETE CASCADE
);

CREATE TABLE "found_resources" (
    "Request" TEXT NOT NULL,
    "Resource" TEXT NOT NULL,
    "Giver" TEXT NULL,
    "At" INTEGER NOT NULL,
    CONSTRAINT "PK_found_resources" PRIMARY KEY ("Request", "Resource"),
    CONSTRAINT "FK_found_resources_information_requests_Request" FOREIGN KEY ("Request") REFERENCES "information_requests" ("Id") ON DELETE CASCADE
);

CREATE TABLE "seekers" (
    "Request" TEXT NOT NULL,
    "Member" TEXT NOT NULL,
    "Since" INTEGER NOT NULL,
    CONSTRAINT "PK_seekers" PRIMARY KEY ("Request", "Member"),
    CONSTRAINT "FK_seekers_information_requests_Request" FOREIGN KEY ("Request") REFERENCES "information_requests" ("Id") ON DELETE CASCADE
);

CREATE TABLE "resource_uses" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_resource_uses" PRIMARY KEY,
    "Resource" TEXT NOT NULL,
    "Member" TEXT NULL,
    "Since" INTEGER NOT NULL,
    "Trial" TEXT NULL,
    "Result" TEXT NULL,
    CONSTRAINT "FK_resource_uses_resources_Resource" FOREIGN KEY ("Resource") REFERENCES "resources" ("Id") ON DELETE CASCADE
);

CREATE INDEX "IX_experience_followers_Member" ON "experience_followers" ("Member");

CREATE INDEX "IX_experience_hints_By" ON "experience_hints" ("By");

CREATE INDEX "IX_experience_hints_Somebody" ON "experience_hints" ("Somebody");

CREATE INDEX "IX_experience_outcomes_Request" ON "experience_outcomes" ("Request");

CREATE INDEX "IX_experience_requests_Asker" ON "experience_requests" ("Asker");

CREATE INDEX "IX_experience_requests_Community" ON "experience_requests" ("Community");

CREATE INDEX "IX_experience_requests_Source" ON "experience_requests" ("Source");

CREATE INDEX "IX_experience_requests_SummaryAt" ON "experience_requests" ("SummaryAt");

CREATE INDEX "IX_experiences_ReceiptHash" ON "experiences" ("ReceiptHash");

CREATE INDEX "IX_experiences_Request" ON "experiences" ("Request");

CREATE INDEX "IX_experiences_Teller" ON "experiences" ("Teller");

CREATE INDEX "IX_found_resources_Giver" ON "found_resources" ("Giver");

CREATE INDEX "IX_found_resources_Resource" ON "found_resources" ("Resource");

CREATE INDEX "IX_information_requests_Asker" ON "information_requests" ("Asker");

CREATE INDEX "IX_information_requests_Community_FoundAt" ON "information_requests" ("Community", "FoundAt");

CREATE INDEX "IX_invitations_Community_AskedAt" ON "invitations" ("Community", "AskedAt");

CREATE INDEX "IX_invitations_Helper" ON "invitations" ("Helper");

CREATE INDEX "IX_invitations_SuggestedBy" ON "invitations" ("SuggestedBy");

CREATE INDEX "IX_known_topics_Member" ON "known_topics" ("Member");

CREATE INDEX "IX_known_topics_Topic" ON "known_topics" ("Topic");

CREATE INDEX "IX_missed_words_Community_Day" ON "missed_words" ("Community", "Day");

CREATE INDEX "IX_profiles_AskRightAt" ON "profiles" ("AskRightAt");

CREATE INDEX "IX_profiles_Id" ON "profiles" ("Id");

CREATE INDEX "IX_profiles_Member" ON "profiles" ("Member");

CREATE INDEX "IX_resource_uses_Member" ON "resource_uses" ("Member");

CREATE INDEX "IX_resource_uses_Resource" ON "resource_uses" ("Resource");

CREATE INDEX "IX_resource_uses_Trial" ON "resource_uses" ("Trial");

CREATE INDEX "IX_resources_Community_Link" ON "resources" ("Community", "Link");

CREATE INDEX "IX_resources_GrewFrom" ON "resources" ("GrewFrom");

CREATE INDEX "IX_resources_Owner" ON "resources" ("Owner");

CREATE INDEX "IX_resources_ReviewAt" ON "resources" ("ReviewAt");

CREATE INDEX "IX_resources_Source" ON "resources" ("Source");

CREATE INDEX "IX_rings_DueAt" ON "rings" ("DueAt");

CREATE INDEX "IX_rings_Id" ON "rings" ("Id");

CREATE INDEX "IX_seekers_Member" ON "seekers" ("Member");

CREATE UNIQUE INDEX "IX_topics_Community_Name" ON "topics" ("Community", "Name");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261122072628_ExperiencesAndDirectory', '10.0.14');

ALTER TABLE "trials" ADD "Private" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "rhythms" ADD "Then" TEXT NOT NULL DEFAULT '';

ALTER TABLE "problems" ADD "OnlyHelpers" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "problem_people" ADD "Beside" TEXT NULL;

ALTER TABLE "problem_people" ADD "Room" TEXT NULL;

CREATE INDEX "IX_deliveries_Place" ON "deliveries" ("Place");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261122105641_HelpersOnlyAndTimesInTurn', '10.0.14');
