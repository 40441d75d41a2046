using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Signpost.Benchmarks.Measuring;
using Signpost.Contracts.V1;
using Signpost.Edge;
using Signpost.Edge.Tests.Support;
using Signpost.Edge.Watchlists;
using Signpost.Trust;

namespace Signpost.Benchmarks.Authority;

/// <summary>What authority costs: verifying roster and order on the unit, and a long watchlist from its compilation to the moment that a unit searches it.</summary>
internal static class AuthorityPart
{
    private const int Entries = 10_000, TemplateLength = 512, ManyUnits = 1000, Changed = 10;

    public static IReadOnlyList<Section> Measure()
    {
        var folder = Directory.CreateTempSubdirectory("signpost-authority-");
        try
        {
            return [Verification(), Watchlist(folder.FullName)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Section Verification()
    {
        using var force = new TestForce { Entries = { ["p-1"] = Axis(0) }, TemplateLength = TemplateLength };
        using var signing = P256.CreateKey();
        using var boot = BootKey.Create(TestForce.UnitId, signing);
        var desired = force.Desire(boot.Certificate, signing.ExportSubjectPublicKeyInfo());
        var (root, now) = (force.RootPublicKey, force.Now);
        var roster = RosterVerifier.Verify(desired.Roster.Memory, root, now, 0).Value;
        var standing = new UnitStanding(TestForce.UnitId, force.PackDigest, TestForce.Position, [TestForce.Camera]);
        var order = OrderVerifier.Verify(desired.Order.Memory, roster, now, standing).Value;
        var data = desired.Order.ToByteArray();
        var signature = P256.Sign(signing, data);
        var yardstick = Clocked.Time(() => P256.Verify(signing, data, signature));
        (string What, Clocked Time)[] rows =
        [
            ("one ECDSA verification, plain: the yardstick", yardstick),
            ("roster of three officers", Clocked.Time(() => RosterVerifier.Verify(desired.Roster.Memory, root, now, 0))),
            ("order, two signatures", Clocked.Time(() => OrderVerifier.Verify(desired.Order.Memory, roster, now, standing))),
            ("bundle header, two signatures", Clocked.Time(() => BundleVerifier.VerifyHeader(desired.BundleHeader.Memory, order, roster, now, 0))),
        ];
        return new Section(
            "authority", "Verifying authority on the unit",
            ["Median and 95th percentile of processor time; an order has two signatures, so two yardsticks are the least it can take."],
            ["what", "median ms", "95 % ms", "yardsticks"],
            [.. rows.Select(row => new object?[] { row.What, Math.Round(row.Time.Median, 3), Math.Round(row.Time.P95, 3), Math.Round(row.Time.Median / yardstick.Median, 1) })]);
    }

    private static Section Watchlist(string folder)
    {
        var random = new Random(1);
        using var force = new TestForce { TemplateLength = TemplateLength, BundleId = new Guid(1, 0, 0, new byte[8]) };
        for (var entry = 0; entry < Entries; entry++) force.Entries[$"p-{entry}"] = Unit(random);
        // A certificate of data large enough for such a list.
        force.Spoil = order =>
        {
            order.Certificate.Rates[0] = PackCertificateRules.Rate(0.01f, 0, 2_000_000_000, 2e-9);
            order.FalseAlertCeiling = FalseAlertCeiling.OneInThousand;
        };
        using var signing = P256.CreateKey();
        using var boot = BootKey.Create(TestForce.UnitId, signing);
        var publicKey = signing.ExportSubjectPublicKeyInfo();
        var compiled = Clock(() => force.Desire(boot.Certificate, publicKey), out var desired);
        var bootKey = VerifiedBootKey.Verify(boot.Certificate, TestForce.UnitId, publicKey).Value;
        using var key = ContentKey.Create();
        var sealedOnce = Clock(() => ContentKeySealer.Seal(key, bootKey, force.BundleId), out _);
        var sealedMany = Clock(() => Enumerable.Range(0, ManyUnits).Select(_ => ContentKeySealer.Seal(key, bootKey, force.BundleId)).ToList(), out _);

        var slot = new DeploymentSlot();
        var source = new Whole(force.Ciphertext);
        var facts = new UnitFacts(TestForce.UnitId, force.RootPublicKey, force.PackDigest, TemplateLength, TestForce.Position, () => [TestForce.Camera]);
        var loader = new DeploymentLoader(
            facts, boot, slot, AuthorityLedger.Open(Path.Combine(folder, "authority.json")), new BundleStore(Path.Combine(folder, "bundles"), source),
            new ReceiptBook(Path.Combine(folder, "receipts"), TestForce.UnitId, signing, boot.Certificate.PublicKey.Span, () => force.Now, NullLogger<ReceiptBook>.Instance), () => force.Now,
            NullLogger<DeploymentLoader>.Instance);
        var taken = Clock(() => loader.TakeAsync(desired, CancellationToken.None).GetAwaiter().GetResult(), out var refusal);
        if (refusal is not null || slot.Current is not { Entries: Entries }) throw new InvalidDataException($"The watchlist was not taken: {refusal}");
        var next = Change(force, random, boot, publicKey);
        source.Serve(force.Ciphertext);
        var (held, made) = (force.Bundles[new Guid(1, 0, 0, new byte[8])], force.Bundles[force.BundleId]);
        var differing = Clock(() => BundleDeltaWriter.Write(held, made), out var delta);
        source.Delta = delta;
        var followed = Clock(() => loader.TakeAsync(next, CancellationToken.None).GetAwaiter().GetResult(), out refusal);
        if (refusal is not null || slot.Current is not { Entries: Entries } current || current.BundleId != force.BundleId || source.Fetches != 1)
            throw new InvalidDataException($"The next watchlist was not taken by its delta: {refusal}");
        slot.Purge(current);
        using var process = Process.GetCurrentProcess();
        return new Section(
            "watchlist", $"A watchlist of {Entries:N0} entries",
            [
                $"Templates of {TemplateLength} values. Milliseconds by the clock, once each: compiled and encrypted ({force.Ciphertext.Length / 1048576.0:0.0} MiB) with order and signatures; its content key sealed; fetched, verified, opened and promoted by a unit, with its disk; then followed by a list of which {Changed} entries differ. "
                + "The peak is the whole process's, which plays both sides and makes the templates.",
            ],
            ["what", "ms"],
            [
                ["order and bundle compiled, encrypted and signed", Math.Round(compiled)],
                ["content key sealed to one unit", Math.Round(sealedOnce, 2)],
                [$"content key sealed to {ManyUnits} units", Math.Round(sealedMany)],
                ["taken by a unit: fetched, verified, opened, promoted", Math.Round(taken)],
                [$"what differs from a list with {Changed} other entries, compared and encrypted ({delta.Length / 1024.0:0.0} KiB)", Math.Round(differing)],
                ["the next list taken by a unit from what differs: base opened, made, encrypted anew, verified, opened, promoted", Math.Round(followed)],
                ["peak memory of the process, MB", Math.Round(process.PeakWorkingSet64 / 1e6)],
            ]);
    }

    private static Desired Change(TestForce force, Random random, BootKey boot, byte[] publicKey)
    {
        var entries = force.Entries.ToList();
        for (var change = 0; change < Changed; change++) entries[change * (Entries / Changed)] = new($"n-{change}", Unit(random));
        force.Entries.Clear();
        foreach (var (reference, template) in entries) force.Entries[reference] = template;
        (force.BundleId, force.WatchlistVersion) = (new Guid(2, 0, 0, new byte[8]), 2);
        return force.Desire(boot.Certificate, publicKey, version: 2);
    }

    private static double Clock<T>(Func<T> action, out T result)
    {
        var start = Stopwatch.GetTimestamp();
        result = action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static float[] Unit(Random random)
    {
        var template = new float[TemplateLength];
        for (var i = 0; i < template.Length; i++) template[i] = (random.NextSingle() * 2) - 1;
        var norm = MathF.Sqrt(template.Sum(value => value * value));
        for (var i = 0; i < template.Length; i++) template[i] /= norm;
        return template;
    }

    private static float[] Axis(int axis)
    {
        var template = new float[TemplateLength];
        template[axis] = 1;
        return template;
    }

    /// <summary>A ciphertext at hand, in the pieces that the wire has.</summary>
    private sealed class Whole(byte[] first) : IBundleSource
    {
        private const int Piece = 64 * 1024;
        private byte[] _ciphertext = first;

        /// <summary>The way from the first to the one served next.</summary>
        public byte[]? Delta { get; set; }

        /// <summary>Whole ciphertexts handed out.</summary>
        public int Fetches { get; private set; }

        public void Serve(byte[] next) => _ciphertext = next;

        public async IAsyncEnumerable<(long Offset, ReadOnlyMemory<byte> Data)> FetchAsync(Guid bundleId, long offset, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            Fetches++;
            for (var at = (int)offset; at < _ciphertext.Length; at += Piece) yield return (at, _ciphertext.AsMemory(at, Math.Min(Piece, _ciphertext.Length - at)));
        }

        public Task<ReadOnlyMemory<byte>?> FetchDeltaAsync(Guid bundleId, Guid baseId, long longest, CancellationToken cancellationToken) =>
            Task.FromResult<ReadOnlyMemory<byte>?>(Delta);
    }
}
