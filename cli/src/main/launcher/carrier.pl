# Carries a command line to the owner of the database, and its output back, because a JVM takes longer to start than most commands
# to run. The protocol: package io.remdb.server.command. Needs nothing but perl itself; loading Socket would take longer than the rest.
#
# carrier.pl SOCKET LAUNCHER BUILD DIRECTORY STREAMS COLUMNS COLOUR WORD...
#
# Whatever goes wrong before the command has begun to read or write, the launcher becomes this process again and runs the command
# in a JVM. REM_CARRIED says so to it: "no" where nothing was done; else the id of the request, by which a write that was done is known.
use strict;

sub EINTR () { 4 } # everywhere

my ($path, $launcher, $build, $directory, $streams, $columns, $coloured) = splice @ARGV, 0, 7;
my $colour = $coloured eq 'true' && $streams =~ /e/;

sub run_here {
    $ENV{REM_CARRIED} = shift;
    $SIG{$_} = 'DEFAULT' for grep { $SIG{$_} && ref $SIG{$_} || $_ eq 'PIPE' } qw(INT TERM HUP PIPE);
    exec '/bin/sh', $launcher, @ARGV;
    exit 1;
}

# A socket of somebody else in a folder that others may write to is none to trust.
my ($folder) = $path =~ m{^(.*)/};
my $owner = (stat $path)[4];
run_here('no') unless defined $owner && ($owner == $> || $owner == ((stat $folder)[4] // -1));

my $address = $^O eq 'darwin' || $^O =~ /bsd/ ? pack('CCa104', 106, 1, $path) : pack('Sa*x', 1, $path);
my $owner_socket;
run_here('no') if length $path > 103 || !socket($owner_socket, 1, 1, 0) || !connect($owner_socket, $address);

open my $random, '<', '/dev/urandom' or run_here('no');
run_here('no') unless 16 == sysread $random, my $bytes, 16;
close $random;
my $id = join '-', unpack 'H8 H4 H4 H4 H12', $bytes;

# Ctrl-C and its like ask the command to stop; it then says how far it got. Who ignores them goes on ignoring them.
my %numbers = (HUP => 1, INT => 2, TERM => 15);
my ($signal, $told);
for my $name (keys %numbers) {
    $SIG{$name} = sub { $signal //= $numbers{$name} } unless ($SIG{$name} // '') eq 'IGNORE';
}
$SIG{PIPE} = 'IGNORE';

my $begun;

sub complain {
    my ($code, $message) = @_;
    syswrite STDERR, ($colour ? "\e[31merror[$code]\e[0m" : "error[$code]") . ": $message\n";
}

# The owner has gone.
sub lost {
    exit 128 + $signal if $signal;
    run_here($id) unless $begun;
    complain('UNAVAILABLE', 'The owner of the database has gone in the middle of the command');
    syswrite STDERR, "hint: Run the command again; see owner.0.log in the folder of the database\n";
    exit 1;
}

# Not everything in the owner can be stopped at once, and nobody waits for it after Ctrl-C; as it is with a client that is a JVM.
sub gave_up {
    complain('CANCELLED', 'The call was interrupted');
    exit 128 + $signal;
}

# All of it, however often a signal comes in between; undef with $! when it cannot be written.
sub write_all {
    my ($file, $data, $between) = @_;
    for (my $done = 0; $done < length $data;) {
        my $count = syswrite $file, $data, length($data) - $done, $done;
        if (defined $count) { $done += $count }
        elsif ($! == EINTR) { $between->() if $between }
        else { return }
    }
    return 1;
}

sub send_frame {
    my ($type, $payload) = @_;
    write_all($owner_socket, pack('aN', $type, length $payload) . $payload) or lost();
}

sub tell_signal {
    return if !$signal || $told;
    $told = time;
    send_frame('C', '');
}

# The owner has the database open: no command that it runs needs the password, and it is not to have it.
my @environment = map { "$_=$ENV{$_}" } grep { (/^P8_/ && $_ ne 'P8_PASSWORD') || $_ eq 'HOME' } keys %ENV;
my @facts = ('1', $build, $id, $directory, $streams, $columns, $coloured);
send_frame('R', join '', map { "$_\0" } @facts, scalar @environment, @environment, @ARGV);

my $received = '';
my $wanted = 0;
my $taken;
my $patience = time + 10;
while (1) {
    while (length $received >= 5) {
        my ($type, $length) = unpack 'aN', $received;
        last if length $received < 5 + $length;
        my $payload = substr $received, 5, $length;
        substr($received, 0, 5 + $length) = '';
        run_here('no') if $type eq 'N';
        $taken = 1;
        next if $type eq 'T';
        $begun = 1;
        if ($type eq 'O' || $type eq 'E') {
            my $done = write_all($type eq 'O' ? \*STDOUT : \*STDERR, $payload, \&tell_signal);
            send_frame('w', $done ? '' : "$!");
        } elsif ($type eq 'I') {
            $wanted = unpack 'N', $payload;
        } elsif ($type eq 'X') {
            exit($signal ? 128 + $signal : unpack 'C', $payload);
        }
    }
    tell_signal();

    my $readable = '';
    vec($readable, fileno $owner_socket, 1) = 1;
    vec($readable, 0, 1) = 1 if $wanted;
    # A signal that comes just before this is seen a moment later.
    if (select($readable, undef, undef, 0.2) <= 0) {
        lost() if !$taken && time > $patience;
        gave_up() if $told && time > $told + 1;
        next;
    }
    if ($wanted && vec $readable, 0, 1) {
        my $count = sysread STDIN, my $data, $wanted;
        next if !defined $count && $! == EINTR;
        $wanted = 0;
        send_frame(defined $count ? 'i' : 'f', defined $count ? $data : "$!");
    }
    if (vec $readable, fileno $owner_socket, 1) {
        my $count = sysread $owner_socket, $received, 1 << 17, length $received;
        next if !defined $count && $! == EINTR;
        lost() unless $count;
    }
}
