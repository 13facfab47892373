//===- UseSentence.cpp - The words for uses -------------------------------===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Unmarked calls: the bytes of a call against what the kernel moves.
//
//===----------------------------------------------------------------------===//

#include "Layout/Print.h"
#include "Render/Phrases.h"
#include "Render/Sentence.h"
#include "Support/Printable.h"

namespace hostlayout {

namespace {

std::string_view moves(const Finding &F) {
  return F.Use->KernelWrites ? "the kernel writes " : "the kernel reads ";
}

/// "per-CPU map 'hits'".
std::string perCpuMap(const Finding &F) {
  return "per-CPU map " + quoted(F.Use->Map);
}

std::string overrun(const Finding &F) {
  const Difference &D = F.Diff;
  const std::string There = std::to_string(D.BpfNumber);
  switch (D.Form) {
  case Variant::ForEachCpu:
    return quoted(F.HostName) + " holds " + bytes(D.HostNumber) +
           " here, but " + std::string(moves(F)) + There +
           " for each possible CPU, for a value of " + perCpuMap(F);
  case Variant::BelowStride:
    return quoted(F.HostName) + " holds " + bytes(D.HostNumber) +
           " for each possible CPU here, but " + std::string(moves(F)) + There +
           ", for a value of " + perCpuMap(F);
  default:
    return quoted(F.HostName) + " holds " + bytes(D.HostNumber) +
           " here, but " + std::string(moves(F)) + There + " for a " +
           (F.Use->IsKey ? "key" : "value") + " of map " + quoted(F.Use->Map);
  }
}

std::string callSize(const Finding &F) {
  const Difference &D = F.Diff;
  const std::string Fails = ": this call fails with EINVAL every time";
  const std::string There = std::to_string(D.BpfNumber);
  switch (D.Form) {
  case Variant::ForEachCpu:
    return F.HostName + " is " + std::to_string(D.HostNumber) + " here, but " +
           perCpuMap(F) + " has " + There + " bytes for each possible CPU" +
           Fails;
  case Variant::BelowStride:
    return F.HostName + " counts " + bytes(D.HostNumber) +
           " for each possible CPU here, but " + perCpuMap(F) + " has " +
           There + Fails;
  default:
    return F.HostName + " is " + std::to_string(D.HostNumber) +
           " here, but the " + (F.Use->IsKey ? "keys" : "values") + " of map " +
           quoted(F.Use->Map) + " have " + There + " bytes" + Fails;
  }
}

std::string perCpu(const Finding &F) {
  const Difference &D = F.Diff;
  switch (D.Form) {
  case Variant::OnlineCpus:
    return quoted(F.HostName) +
           " has an element for each CPU that is online here, but " +
           std::string(moves(F)) +
           "one for each possible CPU, for a value of " + perCpuMap(F);
  case Variant::FewCpus:
    return quoted(F.HostName) + " has room for " +
           std::to_string(D.HostNumber) + " CPUs here, but " +
           std::string(moves(F)) + "a value for each possible CPU of " +
           perCpuMap(F);
  case Variant::OffStride:
    return "the elements of " + quoted(F.HostName) + " are " +
           bytes(D.HostNumber) + " here, but the values of " + perCpuMap(F) +
           " lie " + std::to_string(D.BpfNumber) + " bytes apart";
  default:
    return {};
  }
}

std::string size(const Finding &F) {
  const Difference &D = F.Diff;
  const std::string Role = F.Use->IsKey ? "key" : "value";
  switch (D.Form) {
  case Variant::BelowValue:
    return quoted(F.HostName) + " points to " + bytes(D.HostNumber) +
           " here, but " + std::string(moves(F)) + std::to_string(D.BpfNumber) +
           " for a " + Role + " of map " + quoted(F.Use->Map);
  case Variant::OffValue:
    return "the elements of " + quoted(F.HostName) + " are " +
           bytes(D.HostNumber) + " here, but the " + Role + "s of map " +
           quoted(F.Use->Map) + " are " + bytes(D.BpfNumber) + " apart";
  case Variant::WiderValue:
    return quoted(F.HostName) + " is " + bytes(D.HostNumber) + " here, but a " +
           Role + " of map " + quoted(F.Use->Map) + " has " +
           std::to_string(D.BpfNumber) + ": on " +
           std::string(F.HostTarget.Name) + " they are the upper ones";
  default:
    return {};
  }
}

std::string recordSize(const Finding &F) {
  const Difference &D = F.Diff;
  return quoted(typeName(*F.Host)) + " reaches to byte " +
         std::to_string(D.HostNumber) +
         " here, but no record that is sent to " + quoted(F.Use->Map) +
         " has more than " + bytes(D.BpfNumber);
}

std::string otherBuffer(const Finding &F) {
  std::string Sent;
  for (size_t I = 0; I != F.Nearest.size() && I != 4; ++I)
    Sent += (I ? ", " : "") + quoted(F.Nearest[I]);
  return quoted(typeName(*F.Host)) +
         " is read here, but what the BPF program sends to " +
         quoted(F.Use->Map) + " is " + Sent;
}

std::string callMap(const Finding &F) {
  const std::string Fails = ": this call fails every time";
  if (F.Use->WantedKind.empty())
    return "the kernel refuses " + F.HostName + "() of a map of kind " +
           quoted(F.Use->Kind) + ", as " + quoted(F.Use->Map) + " is" + Fails;
  return F.HostName + "() takes a map of kind " + quoted(F.Use->WantedKind) +
         " here, but " + quoted(F.Use->Map) + " is of kind " +
         quoted(F.Use->Kind) + Fails;
}

/// What to do instead with a map of that kind.
std::string otherCall(const Finding &F) {
  const std::string &Kind = F.Use->Kind;
  if (!F.Use->WantedKind.empty()) {
    std::string Text;
    for (const std::string &Name : F.Nearest)
      Text += (Text.empty() ? "" : ", ") + quoted(Name);
    return Text.empty()
               ? Text
               : "of that kind in " + printable(F.Object, 1024) + ": " + Text;
  }
  if (Kind == "ringbuf")
    return "its records are read with ring_buffer__new()";
  if (Kind == "user_ringbuf")
    return "its records are written with user_ring_buffer__new() and "
           "user_ring_buffer__reserve()";
  if (Kind == "perf_event_array")
    return "its records are read with perf_buffer__new()";
  if (Kind == "queue" || Kind == "stack")
    return "take values out with bpf_map_lookup_and_delete_elem()";
  if (Kind == "array" || Kind == "percpu_array")
    return "an array keeps all of its elements: set them to 0 with "
           "bpf_map_update_elem()";
  return {};
}

} // namespace

std::string useSentence(const Finding &F) {
  if (!F.Use)
    return {};
  switch (F.Diff.Kind) {
  case DifferenceKind::Overrun:
    return overrun(F);
  case DifferenceKind::CallSize:
    return callSize(F);
  case DifferenceKind::CallMap:
    return callMap(F);
  case DifferenceKind::RecordSize:
    return recordSize(F);
  case DifferenceKind::WrongKind:
    return F.Diff.Form == Variant::OtherBuffer ? otherBuffer(F) : std::string();
  case DifferenceKind::PerCpu:
    return perCpu(F);
  case DifferenceKind::Size:
    return size(F);
  default:
    return {};
  }
}

std::string useAdvice(const Finding &F) {
  const Difference &D = F.Diff;
  if (!F.Use)
    return {};
  const std::string Allocate =
      "allocate libbpf_num_possible_cpus() elements of " + bytes(D.BpfNumber);
  switch (D.Kind) {
  case DifferenceKind::Overrun:
    return D.Form == Variant::Plain ? std::string() : Allocate;
  case DifferenceKind::PerCpu:
    return D.Form == Variant::OffStride
               ? "declare the elements with alignas(8), or read each at " +
                     bytes(D.BpfNumber) + " times its CPU"
           : D.Form == Variant::Plain
               ? std::string()
               : std::string("count with libbpf_num_possible_cpus()");
  case DifferenceKind::CallSize:
    return D.Form == Variant::Plain ? "give " + std::to_string(D.BpfNumber) +
                                          ", and an object of that size"
                                    : "give " + std::to_string(D.BpfNumber) +
                                          " * libbpf_num_possible_cpus()";
  case DifferenceKind::CallMap:
    return otherCall(F);
  case DifferenceKind::WrongKind:
    return D.Form == Variant::OtherBuffer
               ? quoted(typeName(*F.Host)) + " is sent to " +
                     quoted(F.Use->OtherMap) +
                     ": were the callbacks of the two swapped?"
               : std::string();
  case DifferenceKind::RecordSize: {
    std::string Text = "the BPF program sends to it";
    for (size_t I = 0; I != F.Nearest.size() && I != 4; ++I)
      Text += (I ? ", " : ": ") + printable(F.Nearest[I]);
    if (!F.Use->OtherMap.empty())
      Text += "; records of the struct's size go to " + quoted(F.Use->OtherMap);
    return Text;
  }
  default:
    return {};
  }
}

} // namespace hostlayout
