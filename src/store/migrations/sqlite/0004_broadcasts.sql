DROP INDEX `outbox_broadcast`;--> statement-breakpoint
CREATE INDEX `outbox_broadcast` ON `outbox` (`broadcast_id`,`id`) WHERE broadcast_id is not null;--> statement-breakpoint
DROP INDEX `people_cooperative`;--> statement-breakpoint
CREATE INDEX `people_cooperative` ON `people` (`cooperative_id`,`id`);--> statement-breakpoint
UPDATE OR IGNORE `outbox` SET `once_key` = `broadcast_id` || ':' || `urn_id` WHERE `broadcast_id` IN (SELECT `id` FROM `broadcasts` WHERE `status` = 'sending');
