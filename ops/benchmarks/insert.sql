-- pgbench's one message: the row our journal writes, by a plain single-row INSERT.
INSERT INTO bench_journal (channel, account, external_id, complaint_id, tracking, received_at, state, meta, body)
VALUES ('sms', 'bench', 'msg_' || gen_random_uuid(), gen_random_uuid(), 'HSS-26-1000123-5', 1795303964123000, 'received',
    '{"content-type":"application/json","method":"POST","path":"/sms/bench"}',
    convert_to('{"id":"msg_0123456789abcdef0123456789abcdef","from":"+6281212345678","text":"Jalan rusak di depan pasar Kandangan sudah tiga bulan belum diperbaiki, mohon ditindaklanjuti pak bupati. Ref 12345","ts":"1795303964"}', 'UTF8'))
ON CONFLICT (channel, account, external_id) DO NOTHING;
