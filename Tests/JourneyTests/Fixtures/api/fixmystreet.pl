# FixMyStreet's own Open311.pm, unmodified, as a client of a running service: it lists services, posts a report
# twice, reads it back, comments on it and reads what has become of it. Its database's classes are stood in for here.
#   fixmystreet.pl PATH/Open311.pm ENDPOINT API_KEY SERVICE_CODE
use strict;
use warnings;
use utf8;

# What it asks of the rest of FixMyStreet.
package FixMyStreet;
sub config { my %values = (O311_POLLING_INTERVAL => 0, DO_NOT_REPLY_EMAIL => 'noreply@example.org'); $values{$_[1]} }
sub test_mode { 1 }

package FixMyStreet::DB::Result::Problem;
sub open_states { return {confirmed => 1} }
sub fixed_states { return {} }

package Utils;
sub truncate_coordinate { sprintf '%.6f', $_[0] }

# A row, or a cobrand: what was not given is empty.
package Row;
our $AUTOLOAD;
sub new { my ($class, %values) = @_; return bless {%values}, $class }
sub AUTOLOAD {
    my $self = shift;
    (my $name = $AUTOLOAD) =~ s/.*:://;
    return if $name eq 'DESTROY';
    return exists $self->{$name} ? $self->{$name} : '';
}

package FixMyStreet::DB::Result::Body;
our @ISA = ('Row');

package main;

BEGIN {
    for my $module (
        'FixMyStreet', 'FixMyStreet::Cobrand', 'FixMyStreet::DB', 'FixMyStreet::ImageMagick',
        'FixMyStreet::App::Model::PhotoSet', 'Utils')
    {
        (my $file = "$module.pm") =~ s{::}{/}g;
        $INC{$file} = __FILE__;
    }
    # `InstanceOf` loads it otherwise.
    $INC{'FixMyStreet/DB/Result/Body.pm'} = __FILE__;
}

my ($file, $endpoint, $key, $code) = @ARGV;
require $file;
require DateTime;
binmode STDOUT, ':encoding(UTF-8)';

my $cobrand = Row->new;
my $body = FixMyStreet::DB::Result::Body->new(get_cobrand_handler => $cobrand, areas => {});
sub client {
    return Open311->new(
        endpoint => $endpoint, jurisdiction => 'hss', api_key => $key, extended_statuses => 1,
        fixmystreet_body => $body);
}

my $client = client();
my $services = $client->get_service_list->{service};
my ($wanted) = grep { $_->{service_code} eq $code } @$services;
print 'services ', scalar @$services, " $wanted->{service_name} $wanted->{metadata}\n";
my $questions = $client->get_service_meta_info($code)->{attributes};
print 'questions ', join(',', map { $_->{code} } @$questions), "\n";

my $user = Row->new(name => 'Siti Aminah', phone => '081234500011', email => 'siti@warga.example');
my $problem = Row->new(
    id => 7, title => 'Jalan berlubang', detail => "Jalan di desa Habirau rusak parah & berlubang <dalam>",
    name => 'Siti Aminah', user => $user, used_map => 1, latitude => -2.78, longitude => 115.26, bodies => {},
    get_extra_fields => [ {name => 'kecamatan', value => '63.06.07'} ], photos => [], state => 'confirmed');
my %extra = (url => 'https://fms.example/report/7', image_url => 'https://fms.example/photo/7.jpeg');
my $number = $client->send_service_request($problem, {%extra}, $code);
print 'posted ', $number || $client->error, "\n";
# As its daemon does when it has heard no answer.
print 'again ', $client->send_service_request($problem, {%extra}, $code), "\n";

# A decision takes a moment.
my $seen;
for (1 .. 60) {
    my $found = $client->get_service_requests({report_ids => [$number]});
    $seen = ref $found eq 'HASH' ? $found->{request}[0] : $found->[0];
    last if $seen->{agency_responsible};
    sleep 1;
}
print "read $seen->{service_request_id} $seen->{status} $seen->{service_code} $seen->{lat}\n";
print 'personal ', (grep { defined && /Siti|0812|warga/ } values %$seen) ? 'shown' : 'hidden', "\n";

$problem->{external_id} = $number;
my $comment = Row->new(
    id => 99, name => 'Siti Aminah', user => $user, problem => $problem, problem_state => 'confirmed',
    text => 'Sudah ada motor jatuh kemarin.', confirmed => DateTime->now, extra => {}, photos => []);
print 'commented ', $client->post_service_request_update($comment) || $client->error, "\n";

my $format = 'DateTime::Format::W3CDTF';
my $now = DateTime->now;
my $updates = $client->get_service_request_updates(
    $format->format_datetime($now->clone->subtract(hours => 1)),
    $format->format_datetime($now->clone->add(hours => 1)));
print 'update ', $client->can('map_state') ? $client->map_state($_->{status}) : $_->{status},
    " $_->{update_id} $_->{service_request_id}\n" for @$updates;

$client->send_service_request($problem, {%extra}, 'tidak-ada');
print 'refused ', ($client->error =~ /^error: (404: .*)$/m)[0] // $client->error, "\n";
