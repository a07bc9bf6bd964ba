ALTER TABLE `urns` ADD `sending_id` text;--> statement-breakpoint
ALTER TABLE `urns` ADD `sending_until` integer;--> statement-breakpoint
CREATE INDEX `outbox_broadcast_due` ON `outbox` (`broadcast_id`,`due_at`,`id`) WHERE broadcast_id is not null and status in ('queued', 'errored');