ALTER TABLE `outbox` ADD `decisions` text;--> statement-breakpoint
CREATE INDEX `outbox_broadcast_due` ON `outbox` (`broadcast_id`,`due_at`,`id`) WHERE broadcast_id is not null and status in ('queued', 'errored');--> statement-breakpoint
ALTER TABLE `urns` ADD `sending_id` text;--> statement-breakpoint
ALTER TABLE `urns` ADD `sending_until` integer;--> statement-breakpoint
CREATE INDEX `status_events_outbox` ON `status_events` (`outbox_id`) WHERE outbox_id is not null;