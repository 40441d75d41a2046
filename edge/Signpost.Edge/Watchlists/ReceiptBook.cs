using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.Edge.Watchlists;

/// <summary>
/// What lists this unit holds or held, and its signed word for each that is gone.
/// </summary>
/// <remarks>
/// When <see cref="Hold"/> returns, it is on the disk that the list is held, before the list is: so that a power cut, which deletes it, is vouched for
/// at the next start. A receipt stays on the disk until the control plane keeps it (<see cref="Acknowledge"/>). Names of files are ids and digests,
/// nothing of anybody. Thread-safe.
/// </remarks>
public sealed class ReceiptBook
{
    private const string Held = ".held";
    private const string Receipt = ".receipt";

    private readonly Lock _lock = new();
    private readonly string _directory;
    private readonly string _unitId;
    private readonly ECDsa _signingKey;
    private readonly string _boot;
    private readonly Func<DateTimeOffset> _clock;
    private readonly ILogger<ReceiptBook> _logger;
    private readonly FileCalls _files;
    private readonly Dictionary<(Guid Order, Guid Bundle), int> _present = [];
    private Task _writing = Task.CompletedTask;

    /// <summary>Opens the book.</summary>
    /// <param name="directory">Made when missing.</param>
    /// <param name="unitId">The unit.</param>
    /// <param name="signingKey">Its signing key.</param>
    /// <param name="bootKey">Public key of this boot, 65 bytes.</param>
    /// <param name="clock">The unit's time.</param>
    /// <param name="logger">Log.</param>
    /// <param name="files">The file calls; null: the operating system's.</param>
    public ReceiptBook(
        string directory, string unitId, ECDsa signingKey, ReadOnlySpan<byte> bootKey, Func<DateTimeOffset> clock, ILogger<ReceiptBook> logger, FileCalls? files = null)
    {
        (_directory, _unitId, _signingKey, _clock, _logger, _files) = (directory, unitId, signingKey, clock, logger, files ?? FileCalls.Real);
        _boot = Convert.ToHexStringLower(SHA256.HashData(bootKey));
        _files.CreateDirectory(directory);
    }

    /// <summary>Raised when there is a new receipt.</summary>
    public event Action? Changed;

    /// <summary>A list is about to be in this unit.</summary>
    /// <exception cref="IOException">The disk is full: the list must not be taken.</exception>
    public void Hold(Guid orderId, Guid bundleId)
    {
        lock (_lock)
        {
            AtomicFile.Write(PathOf(orderId, bundleId, _boot, Held), [], AtomicFile.OwnerOnly, _files);
            // What was said of it before, and not handed over yet, is not true any more.
            _files.Delete(PathOf(orderId, bundleId, _boot, Receipt));
            _present[(orderId, bundleId)] = _present.GetValueOrDefault((orderId, bundleId)) + 1;
        }
    }

    /// <summary>A list was overwritten. Does not wait for the disk: whoever overwrote it may be the frame path.</summary>
    public void Deleted(Guid orderId, Guid bundleId, DeletionReason reason)
    {
        lock (_lock)
        {
            var others = _present.GetValueOrDefault((orderId, bundleId)) - 1;
            _present[(orderId, bundleId)] = Math.Max(0, others);
            // The same list may have been loaded once more meanwhile: it is still here.
            if (others > 0) return;
            var at = _clock();
            _writing = _writing.ContinueWith(
                _ => Write(orderId, bundleId, _boot, reason, at), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>A list whose key came is not taken: nothing of it is here, unless it was here before.</summary>
    public void NeverLoaded(Guid orderId, Guid bundleId)
    {
        lock (_lock)
        {
            if (_present.GetValueOrDefault((orderId, bundleId)) > 0) return;
            var at = _clock();
            _writing = _writing.ContinueWith(
                _ => Write(orderId, bundleId, _boot, DeletionReason.NeverLoaded, at), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>Settles what earlier boots held and did not vouch for: their memory is gone. Only once the control plane was heard, so that the receipt's
    /// time is one.</summary>
    public void SettleEarlierBoots()
    {
        foreach (var path in _files.List(_directory, "*" + Held))
        {
            if (Read(path) is { } held && held.Boot != _boot) Write(held.Order, held.Bundle, held.Boot, DeletionReason.PowerLost, _clock());
        }
    }

    /// <summary>Receipts that the control plane does not have yet; at most a handful.</summary>
    public IReadOnlyList<(string Path, byte[] Receipt)> Pending() =>
        [.. _files.List(_directory, "*" + Receipt).Order(StringComparer.Ordinal).Select(path => (path, _files.Read(path)))];

    /// <summary>The control plane has it.</summary>
    public void Acknowledge(string path)
    {
        _files.Delete(path);
        Log.ReceiptTaken(_logger, Path.GetFileNameWithoutExtension(path));
    }

    /// <summary>Completes when every receipt so far is on the disk.</summary>
    public Task FlushAsync()
    {
        lock (_lock) return _writing;
    }

    private void Write(Guid orderId, Guid bundleId, string boot, DeletionReason reason, DateTimeOffset at)
    {
        try
        {
            var receipt = new VerifiedReceipt(orderId, bundleId, reason, at, Convert.FromHexString(boot));
            byte[] signed;
            lock (_signingKey) signed = DeletionReceipts.Sign(_unitId, receipt, _signingKey);
            lock (_lock)
            {
                // Loaded once more since.
                if (boot == _boot && _present.GetValueOrDefault((orderId, bundleId)) > 0) return;
                // The receipt first: cut off between the two, it is made once more.
                AtomicFile.Write(PathOf(orderId, bundleId, boot, Receipt), signed, AtomicFile.OwnerOnly, _files);
                _files.Delete(PathOf(orderId, bundleId, boot, Held));
            }

            Log.ListDeleted(_logger, orderId, bundleId, reason);
            Changed?.Invoke();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What is held stays noted, and the next start vouches for it.
            Log.ReceiptNotKept(_logger, orderId, failure.Message);
        }
    }

    private string PathOf(Guid orderId, Guid bundleId, string boot, string kind) => Path.Combine(_directory, $"{orderId:N}.{bundleId:N}.{boot}{kind}");

    private static (Guid Order, Guid Bundle, string Boot)? Read(string path) =>
        Path.GetFileName(path).Split('.') is [var order, var bundle, { Length: 64 } boot, _] && Guid.TryParseExact(order, "N", out var orderId)
            && Guid.TryParseExact(bundle, "N", out var bundleId) && boot.All(char.IsAsciiHexDigitLower)
            ? (orderId, bundleId, boot)
            : null;
}
